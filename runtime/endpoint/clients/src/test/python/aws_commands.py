"""The AWS command line, many times in one process: it takes longer to start than to do most things.

Each line of the input is a JSON list of arguments, each line of the output a JSON object with what became of them.
"""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

answers = sys.stdout
for line in sys.stdin:
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = create_clidriver().main(json.loads(line))
        except SystemExit as end:
            code = end.code
    answers.write(json.dumps({"code": code, "output": output.getvalue(), "errors": errors.getvalue()}) + "\n")
    answers.flush()
