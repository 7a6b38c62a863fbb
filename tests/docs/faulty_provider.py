"""A provider with the faults that the runbook names. What it does follows from the prompt's first word: `status N` is
answered with that status, `lost` by closing the connection, `garbled` by half a JSON, `page` by HTML, `empty` by JSON
without a picture; anything else as by tests/installers/support/fake_provider.py. A GET, which is how an operator tries
a key, is answered with 401."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'installers/support'))
from fake_provider import Provider  # noqa: E402

ANSWERS = {'garbled': b'{"image": "iVBORw0KGgo', 'page': b'<html>A proxy</html>',
           'empty': b'{"note": "no picture today"}'}


class FaultyProvider(Provider):
    def handler(self):
        provider = self

        class Handler(super().handler()):
            def do_GET(self):
                self.reply(401, b'{"error": "unknown key"}')

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                word = request['prompt'].split()[0]
                if word == 'lost':
                    self.close_connection = True
                elif word in ANSWERS:
                    self.reply(200, ANSWERS[word])
                else:
                    status, answer = provider.answer_to(request)
                    self.reply(status, json.dumps(answer).encode())

            def reply(self, status, content):
                try:
                    self.send_response(status)
                    self.send_header('Content-Type', 'application/json')
                    self.send_header('Content-Length', str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:  # the server has given up waiting
                    self.close_connection = True

        return Handler

    def answer_to(self, request):
        words = request['prompt'].split()
        if words[0] == 'status':
            return int(words[1]), {'error': {'message': 'what the provider says'}}
        return super().answer_to(request)
