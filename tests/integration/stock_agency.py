import eventlet

eventlet.monkey_patch()
import json
import sys

from nameko.events import event_handler
from nameko.runners import ServiceRunner


class Agency:
    name = "agency"

    @event_handler("reviews", "ReviewSubmitted")
    def note(self, payload):
        print(json.dumps(payload), flush=True)


runner = ServiceRunner(config={"AMQP_URI": sys.argv[1]})
runner.add_service(Agency)
runner.start()
print("listening", flush=True)
runner.wait()
