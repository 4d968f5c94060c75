//===- RefKeyHash.h - Hashes of strings -------------------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// SipHash-1-3 (Aumasson and Bernstein), with a secret of the process. Keys are
// often names that somebody else has chosen. With a hash that he can compute he
// chooses names that all fall into one bucket, and every lookup walks them.
// The result is never seen outside of the process, so it may depend on the byte
// order.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_REFKEYHASH_H
#define VIROBJECT_SRC_REFKEYHASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace vir {

struct HashSecret {
  uint64_t First, Second;
};

class KeyHash {
public:
  /// \returns the hash of the \p Size bytes at \p Key.
  static uint64_t of(const HashSecret &Secret, const char *Key, size_t Size) {
    KeyHash H(Secret);
    size_t I = 0;
    for (; Size - I >= sizeof(uint64_t); I += sizeof(uint64_t))
      H.add(Key + I, sizeof(uint64_t), 0);
    // The size in the last word keeps apart what differs by bytes of zero.
    H.add(Key + I, Size - I, static_cast<uint64_t>(Size) << 56);
    return H.finish();
  }

private:
  explicit KeyHash(const HashSecret &Secret)
      : A(Secret.First ^ 0x736f6d6570736575),
        B(Secret.Second ^ 0x646f72616e646f6d),
        C(Secret.First ^ 0x6c7967656e657261),
        D(Secret.Second ^ 0x7465646279746573) {}

  static uint64_t rotate(uint64_t Word, int Bits) {
    return Word << Bits | Word >> (64 - Bits);
  }

  void round() {
    A += B, B = rotate(B, 13) ^ A, A = rotate(A, 32);
    C += D, D = rotate(D, 16) ^ C;
    A += D, D = rotate(D, 21) ^ A;
    C += B, B = rotate(B, 17) ^ C, C = rotate(C, 32);
  }

  /// One word, of \p Size bytes at \p From, the rest of which is \p Word.
  void add(const char *From, size_t Size, uint64_t Word) {
    uint64_t Bytes = 0;
    memcpy(&Bytes, From, Size);
    Word |= Bytes;
    D ^= Word;
    round();
    A ^= Word;
  }

  uint64_t finish() {
    C ^= 0xff;
    round();
    round();
    round();
    return A ^ B ^ C ^ D;
  }

  uint64_t A, B, C, D;
};

} // namespace vir

#endif // VIROBJECT_SRC_REFKEYHASH_H
