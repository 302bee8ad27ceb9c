"""Occupations: O*NET-SOC 2019 codes with their SOC 2018 parents."""
