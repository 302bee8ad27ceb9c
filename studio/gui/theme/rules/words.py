"""Labels: titles, captions, pills, badges and keys."""

RULES = """
#pageTitle { font-size: 24px; font-weight: 600; }
#title { font-size: 15px; font-weight: 600; }
#heading { font-weight: 600; }
#strong { font-weight: 500; }
#caption { font-size: 11px; color: $text_3; }
#smallFault { font-size: 11px; color: $bad; }
#smallCaution { font-size: 11px; color: $waits; }
#quiet { color: $text_2; }
#fault { color: $bad; }
#caution { color: $waits; }
#fine { color: $good; }
QLabel:disabled { color: $text_3; }
#good, #bad, #waits, #neutral { font-size: 11px; font-weight: 500; border-radius: 11px;
                                padding: 3px 8px; min-height: 16px; max-height: 16px; }
#good { color: $good; background: $good_tint; }
#bad { color: $bad; background: $bad_tint; }
#waits { color: $waits; background: $waits_tint; }
#neutral { color: $text_2; background: $sunken; }
#count, #countQuiet { font-size: 11px; font-weight: 600; border-radius: 9px; padding: 0 6px;
                       min-height: 18px; max-height: 18px; }
#count { color: $waits; background: $waits_tint; }
#countQuiet { color: $text_2; background: $sunken; }
#keycap { font-size: 11px; color: $text_2; background: $sunken; border: 1px solid $line;
          border-radius: 4px; padding: 0 4px; min-height: 18px-2h; max-height: 18px-2h; }
#keycap:disabled { color: $text_3; }
#value { color: $accent; background: $accent_tint; border-radius: 4px; padding: 1px 4px;
         font-weight: 500; }
"""
