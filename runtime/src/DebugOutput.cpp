//===- DebugOutput.cpp - Where reports go ---------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugOutput.h"
#include "DebugMutex.h"
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

using namespace vir;
using namespace vir::debug;

static DebugMutex OutputMutex;

/// The file of reports, absolute, with its %p; null for standard error.
static const char *OutputPath;

void debug::lockOutput() { OutputMutex.lock(); }
void debug::unlockOutput() { OutputMutex.unlock(); }
bool debug::isOutputStandardError() { return !OutputPath; }

/// Appends the digits of \p Number: for signal handlers.
static char *appendNumber(char *To, unsigned Number) {
  char Digits[16];
  int Count = 0;
  do
    Digits[Count++] = '0' + Number % 10;
  while (Number /= 10);
  while (Count)
    *To++ = Digits[--Count];
  return To;
}

/// Opens \p Path. The file is not kept open: a daemon closes what it does not
/// know, and may get the same number for something else.
static int openOutput(const char *Path) {
  char Name[4096];
  char *To = Name;
  for (; *Path; ++Path) {
    if (To > Name + sizeof(Name) - 16) {
      errno = ENAMETOOLONG;
      return -1;
    }
    if (Path[0] == '%' && Path[1] == 'p') {
      To = appendNumber(To, getpid());
      ++Path;
    } else {
      *To++ = *Path;
    }
  }
  *To = 0;
  return open(Name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0644);
}

void debug::setOutputFile(const char *Path) {
  char *Absolute = nullptr;
  char Here[4096];
  // A daemon changes its directory.
  if (*Path != '/' && getcwd(Here, sizeof(Here))) {
    if (asprintf(&Absolute, "%s/%s", Here, Path) < 0) {
      error("VIROBJECT_DEBUG", "Out of memory: reports go to standard error");
      return;
    }
    Path = Absolute;
  }
  int File = openOutput(Path);
  if (File < 0) {
    error("VIROBJECT_DEBUG",
          "Cannot write reports to %s: %s; they go to standard error. Name a "
          "file in a directory that this program may write to",
          Path, strerror(errno));
    free(Absolute);
    return;
  }
  close(File);
  OutputPath = Path;
}

Writer::~Writer() {
  flush();
  if (Grows)
    free(Data);
}

void Writer::flush() {
  if (!Size)
    return;
  int Before = errno;
  lockOutput();
  int File = OutputPath ? openOutput(OutputPath) : -1;
  bool Opened = File >= 0;
  if (!Opened)
    File = STDERR_FILENO;
  for (size_t Written = 0; Written < Size;) {
    ssize_t Now = write(File, Data + Written, Size - Written);
    if (Now < 0 && errno == EINTR)
      continue;
    if (Now <= 0)
      break;
    Written += Now;
  }
  if (Opened)
    close(File);
  unlockOutput();
  Size = 0;
  errno = Before;
}

/// \returns whether there is place for \p Needed bytes; writes what is there if
/// it has to.
bool Writer::makeRoom(size_t Needed) {
  if (Capacity - Size >= Needed)
    return true;
  if (Grows) {
    size_t Wanted = (Size + Needed) * 2 + 4096;
    if (auto *Larger = static_cast<char *>(realloc(Data, Wanted))) {
      Data = Larger;
      Capacity = Wanted;
      return true;
    }
  }
  flush();
  return Capacity >= Needed;
}

void Writer::print(const char *Format, ...) {
  for (int Try = 0; Try != 2; ++Try) {
    va_list Args;
    va_start(Args, Format);
    int Length = vsnprintf(Data + Size, Capacity - Size, Format, Args);
    va_end(Args);
    if (Length < 0)
      return;
    if (static_cast<size_t>(Length) < Capacity - Size) {
      Size += Length;
      return;
    }
    if (!makeRoom(Length + 1))
      return;
  }
}

void Writer::put(const char *Text, size_t Length) {
  if (!makeRoom(Length))
    return;
  memcpy(Data + Size, Text, Length);
  Size += Length;
}

/// \returns the length of the character of UTF-8 at \p Text, 0 if it is none.
static size_t utf8Length(const char *Text) {
  auto *Bytes = reinterpret_cast<const unsigned char *>(Text);
  unsigned char First = Bytes[0];
  size_t Length = First < 0x80                     ? 1
                  : First >= 0xC2 && First <= 0xDF ? 2
                  : (First & 0xF0) == 0xE0         ? 3
                  : First >= 0xF0 && First <= 0xF4 ? 4
                                                   : 0;
  for (size_t I = 1; I < Length; ++I)
    if ((Bytes[I] & 0xC0) != 0x80)
      return 0;
  // Too long for what they say, surrogates, and beyond the last one.
  if ((First == 0xE0 && Bytes[1] < 0xA0) ||
      (First == 0xED && Bytes[1] > 0x9F) ||
      (First == 0xF0 && Bytes[1] < 0x90) || (First == 0xF4 && Bytes[1] > 0x8F))
    return 0;
  return Length;
}

void Writer::quote(const char *Text) {
  if (!Text) {
    put("null", 4);
    return;
  }
  put("\"", 1);
  while (*Text) {
    size_t Length = utf8Length(Text);
    if (Length == 0) {
      put("\\ufffd", 6);
      ++Text;
      continue;
    }
    if (*Text == '"' || *Text == '\\')
      put("\\", 1);
    if (static_cast<unsigned char>(*Text) < 0x20 || *Text == 0x7F)
      print("\\u%04x", static_cast<unsigned>(*Text));
    else
      put(Text, Length);
    Text += Length;
  }
  put("\"", 1);
}
