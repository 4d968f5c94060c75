// What programs that use libsystemd get wrong, against the real headers.
// RUN: %verify-libsystemd %s

#include <systemd/sd-bus.h>
#include <systemd/sd-device.h>
#include <systemd/sd-event.h>

typedef struct Manager {
    sd_bus *bus;
    sd_event *event;
    sd_event_source *timer;
} Manager;

static int onTimer(sd_event_source *source, uint64_t now, void *userdata)
{
    return 0;
}

int lostReply(sd_bus *bus)
{
    sd_bus_message *reply = NULL;
    const char *name;
    int r;

    r = sd_bus_call_method(bus, "org.example", "/", "org.example", "Get", NULL, &reply, NULL);
    if (r < 0)
        return r;
    r = sd_bus_message_read(reply, "s", &name);
    if (r < 0)
        return r; // expected-warning-re {{'reply'{{.*}}[virref-leak]}}
    sd_bus_message_unref(reply);
    return 0;
}

int lostMessage(sd_bus *bus)
{
    sd_bus_message *call = NULL;
    int r = sd_bus_message_new_method_call(bus, &call, "org.example", "/", "org.example", "Set");

    if (r < 0)
        return r;
    return sd_bus_call(bus, call, 0, NULL, NULL); // expected-warning-re {{'call'{{.*}}[virref-leak]}}
}

int lostBus(void)
{
    sd_bus *bus;
    sd_event *event;

    if (sd_bus_open_system(&bus) < 0)
        return -1;
    if (sd_event_default(&event) < 0)
        return -1; // expected-warning-re {{'bus'{{.*}}[virref-leak]}}
    if (sd_bus_attach_event(bus, event, 0) < 0) {
        sd_event_unref(event);
        sd_bus_flush_close_unref(bus);
        return -1;
    }
    sd_bus_unref(bus);
    sd_event_unref(event);
    return 0;
}

int lostSource(sd_event *event)
{
    sd_event_source *source = NULL;

    if (sd_event_add_time(event, &source, 0, 0, 0, onTimer, NULL) < 0)
        return -1;
    sd_event_source_set_enabled(source, SD_EVENT_ON);
    return 0; // expected-warning-re {{'source'{{.*}}[virref-leak]}}
}

void unrefTwice(sd_event *event)
{
    sd_event_source *source = NULL;

    if (sd_event_add_time(event, &source, 0, 0, 0, onTimer, NULL) < 0)
        return;
    sd_event_source_disable_unref(source);
    sd_event_source_unref(source); // expected-warning-re {{'source'{{.*}}[virref-over-release]}}
}

int unrefAndCleanup(sd_bus *bus)
{
    __attribute__((cleanup(sd_bus_message_unrefp))) sd_bus_message *m = NULL;

    if (sd_bus_message_new_signal(bus, &m, "/", "org.example", "Changed") < 0)
        return -1;
    if (sd_bus_send(bus, m, NULL) < 0) {
        sd_bus_message_unref(m);
        return -1; // expected-warning-re {{'m'{{.*}}[virref-over-release]}}
    }
    return 0;
}

int usedAfterwards(sd_bus *bus)
{
    sd_bus_slot *slot = NULL;

    if (sd_bus_add_match(bus, &slot, "type='signal'", NULL, NULL) < 0)
        return -1;
    sd_bus_slot_unref(slot);
    return sd_bus_slot_set_floating(slot, 1); // expected-warning-re {{'slot'{{.*}}[virref-use-after-release]}}
}
