"""The corpora: which Debian source package, and what it takes to make its files parse.

To add another meson project, add an entry to CORPORA; `packages` are names of its build
dependencies (or theirs), all else follows from the source package.
"""
from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Corpus:
    name: str
    package: str                       # Debian source package
    version: str                       # its upstream version
    folder: str                        # files below this folder of the source are checked
    files: int                         # how many we expect to be configured
    tools: tuple[str, ...]             # programs for the build, taken from the sysroot
    tool_packages: tuple[str, ...]     # packages of these beyond the libraries and headers
    unneeded: str                      # regular expression: libraries not worth downloading
    options: tuple[str, ...]           # for meson
    generated: tuple[str, ...]         # suffixes of generated files that sources include

    @property
    def title(self) -> str:
        return f"{self.name}-{self.version}"


# Every driver is asked for by name, so that a missing header is an error and not a smaller corpus.
# Not to be had on Debian 12: netcf, Hyper-V (openwsman), vz (Parallels SDK), bhyve (FreeBSD).
LIBVIRT = Corpus(
    name="libvirt",
    package="libvirt",
    version="9.0.0",
    folder="src",
    files=389,
    tools=("meson", "ninja", "pkg-config", "xmllint", "xsltproc", "rpcgen", "dtrace", "numad"),
    tool_packages=("meson", "ninja-build", "pkgconf", "pkgconf-bin", "pkg-config", "libxml2-utils",
                   "xsltproc", "rpcsvc-proto", "systemtap-sdt-dev", "numad", "linux-libc-dev",
                   "lvm2", "open-iscsi"),
    unneeded=r"lib(wireshark|wsutil|wiretap|perl|asan|tsan|lsan|python)|perl-modules",
    options=tuple(f"-D{option}=enabled" for option in (
        "driver_ch", "driver_esx", "driver_interface", "driver_libvirtd", "driver_libxl",
        "driver_lxc", "driver_network", "driver_openvz", "driver_qemu", "driver_remote",
        "driver_secrets", "driver_test", "driver_vbox", "driver_vmware",
        "storage_dir", "storage_disk", "storage_fs", "storage_gluster", "storage_iscsi",
        "storage_iscsi_direct", "storage_lvm", "storage_mpath", "storage_rbd", "storage_scsi",
        "storage_vstorage", "storage_zfs", "secdriver_apparmor", "secdriver_selinux",
        "apparmor", "attr", "audit", "blkid", "capng", "curl", "dtrace", "fuse", "glusterfs",
        "host_validate", "libiscsi", "libnl", "libpcap", "libssh", "libssh2", "login_shell", "nss",
        "numactl", "numad", "pciaccess", "polkit", "sanlock", "sasl", "selinux", "udev", "yajl",
    )) + ("-Ddocs=disabled", "-Dtests=disabled", "-Dnls=disabled",
          "-Dwireshark_dissector=disabled", "-Dinit_script=systemd"),
    generated=(".c", ".h", ".macro", ".typedef", ".typeenum", ".typefromstring", ".typetostring"),
)



# A user of the shipped models of GLib, GObject and GIO: docs/models.md.
DCONF = Corpus(
    name="dconf",
    package="dconf",
    version="0.40.0",
    folder=".",
    files=42,
    tools=("meson", "ninja", "pkg-config"),
    tool_packages=("meson", "ninja-build", "pkgconf", "pkgconf-bin", "linux-libc-dev"),
    unneeded=r"lib(asan|tsan|lsan|perl)|perl-modules",
    options=("-Dvapi=false", "-Dbash_completion=false", "-Dman=false"),
    generated=(".c", ".h"),
)

# A user of the model of libsystemd.
XDPW = Corpus(
    name="xdpw",
    package="xdg-desktop-portal-wlr",
    version="0.7.0",
    folder=".",
    files=16,
    tools=("meson", "ninja", "pkg-config", "wayland-scanner"),
    tool_packages=("meson", "ninja-build", "pkgconf", "pkgconf-bin", "linux-libc-dev",
                   "libwayland-bin"),
    unneeded=r"lib(asan|tsan|lsan|perl)|perl-modules",
    options=("-Dsd-bus-provider=libsystemd", "-Dman-pages=disabled"),
    generated=(".c", ".h"),
)

CORPORA = {corpus.name: corpus for corpus in (LIBVIRT, DCONF, XDPW)}
