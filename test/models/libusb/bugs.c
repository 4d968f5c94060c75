// RUN: %verify-libusb-1.0 %s
//
// Each kind of bug that the model of libusb can show.

#include <libusb.h>

int leakedHandle(libusb_device *device)
{
    libusb_device_handle *handle;

    if (libusb_open(device, &handle) != 0)
        return -1;
    if (libusb_claim_interface(handle, 0) != 0)
        return -1; // expected-warning-re {{'handle'{{.*}}[virref-leak]}}
    libusb_release_interface(handle, 0);
    libusb_close(handle);
    return 0;
}

int leakedDevice(libusb_device *device, int wanted)
{
    libusb_device *mine = libusb_ref_device(device);

    if (libusb_get_bus_number(mine) != wanted)
        return 0; // expected-warning-re {{'{{.*}}'{{.*}}[virref-leak]}}
    libusb_unref_device(mine);
    return 1;
}

void closedTwice(libusb_context *context)
{
    libusb_device_handle *handle =
        libusb_open_device_with_vid_pid(context, 1, 2);

    if (!handle)
        return;
    libusb_close(handle);
    libusb_close(handle); // expected-warning-re {{'handle'{{.*}}[virref-over-release]}}
}

int usedAfterClose(libusb_context *context)
{
    libusb_device_handle *handle =
        libusb_open_device_with_vid_pid(context, 1, 2);

    if (!handle)
        return -1;
    libusb_close(handle);
    return libusb_release_interface(handle, 0); // expected-warning-re {{'handle'{{.*}}[virref-use-after-release]}}
}

void unrefTwice(libusb_device *device)
{
    libusb_device *mine = libusb_ref_device(device);

    libusb_unref_device(mine);
    libusb_unref_device(mine);
    libusb_unref_device(mine); // expected-warning-re {{'{{.*}}'{{.*}}[virref-over-release]}}
}
