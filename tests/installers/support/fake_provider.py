"""A service that speaks the NanoBanana wire format. What it does follows from the prompt: `fail …` is
answered with 500, `refuse …` with 401, `hold …` only after release(), anything else with the picture that was
sent. It counts requests."""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Provider:
    def __init__(self):
        self.changed = threading.Condition()
        self.released = False
        self.waiting = 0
        self.prompts = []
        self.server = ThreadingHTTPServer(('127.0.0.1', 0), self.handler())
        self.server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/v1/inpaint'
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def handler(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                status, answer = provider.answer_to(request)
                content = json.dumps(answer).encode()
                try:
                    self.send_response(status)
                    self.send_header('Content-Type', 'application/json')
                    self.send_header('Content-Length', str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:  # the server that asked has been killed
                    self.close_connection = True

            def log_message(self, *arguments):
                pass

        return Handler

    def answer_to(self, request):
        word = request['prompt'].split()[0]
        with self.changed:
            self.prompts.append(request['prompt'])
            if word == 'hold':
                self.waiting += 1
                self.changed.notify_all()
                self.changed.wait_for(lambda: self.released)
                self.waiting -= 1
                self.changed.notify_all()
        if word == 'fail':
            return 500, {'error': 'it is broken'}
        if word == 'refuse':
            return 401, {'error': 'unknown key'}
        return 200, {'image': request['image']}

    def await_waiting(self, count, seconds=60):
        """Until so many requests are held."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.waiting == count, seconds):
                raise RuntimeError(f'{self.waiting} requests are held, not {count}')

    def release(self):
        """Answers what is held; from now on holds again what comes."""
        with self.changed:
            self.released = True
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.waiting == 0)
            self.released = False

    def count(self, prompt):
        with self.changed:
            return self.prompts.count(prompt)

    def stop(self):
        with self.changed:
            self.released = True
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()
