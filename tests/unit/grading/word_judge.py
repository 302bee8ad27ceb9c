"""A judge for generated cases: which part of the words that the question names the text says.

Reads and writes what `STUDIO_JUDGE` asks of a judge. The words stand between quotes.
"""

import json
import re
import sys

asked = json.load(sys.stdin)
words = re.findall(r'"([^"]+)"', asked["question"])
said = set(re.findall(r"\w+", asked["answer_text"]))
found = [word for word in words if word in said]
print(json.dumps({"score": len(found) / len(words), "reason": f"{len(found)} of {len(words)}"}))
