"""Answers with the body of the request, framed as the variable FRAMING says."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        if os.environ["FRAMING"] == "close":
            # Sets close_connection.
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        size = 1
        while body:
            chunk, body = body[:size], body[size:]
            self.wfile.write(b"%x;name=value\r\n%b\r\n" % (len(chunk), chunk))
            size += 2
        self.wfile.write(b"0\r\nX-Trailer: trailing\r\n\r\n")

    def log_message(self, *arguments):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
