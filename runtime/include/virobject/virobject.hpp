//===- virobject.hpp - References as C++ values -----------------*- C++ -*-===//
//
// For C++17 and later, header only: nothing here costs more than the calls of
// the C functions that it makes.
//
//     struct Player : virObjectLockable { char *Name; };
//
//     vir::Ref<Player> P = vir::makeLockable<Player>(PlayerClass);
//     vir::Ref<Player> Same = P;               // takes one more reference
//     Player *Given = std::move(P).release();  // to C code that wants one
//     {
//       vir::Lock Guard(Same);
//       Same->Name = strdup("x");
//     }                                        // unlocked; Same gives back
//
// It goes well with objects of C (struct player { virObject parent; ... }) and
// with types that are only declared (virRefHash). The address of a T must be
// that of its virObject: with several base classes the object comes first, and
// none is virtual. Objects are made of zeroes and freed by the library: a T has
// no constructor or destructor that matters, its class has a dispose function.
//
// What holds for all of this, unless it says something else:
//
// - Ownership: a Ref owns one reference, or is null. Raw pointers are borrowed.
// - NULL: a null Ref does nothing when it is copied, moved or destroyed, and is
//   not to be dereferenced.
// - Threads: several threads may use different Refs to one object at any time,
//   but one and the same Ref only if none changes it, as with other values.
// - Exceptions: none are thrown. Memory that is short gives a null Ref.
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_VIROBJECT_HPP
#define VIROBJECT_VIROBJECT_HPP

#if __cplusplus < 201703L
#error "virobject.hpp needs C++17"
#endif

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <type_traits>
#include <utility>
#include <virobject/virobject.h>

namespace vir {

/// Owns a reference to a T, or is null. T may be const, incomplete, or void: a
/// Ref<void> owns a reference to any object.
template <typename T> class Ref {
public:
  using element_type = T;

  constexpr Ref() noexcept = default;
  constexpr Ref(std::nullptr_t) noexcept {}

  /// Takes over a reference that the caller owns. Null is fine.
  [[nodiscard]] static Ref adopt(T *Object VIRREF_CONSUMED) noexcept {
    Ref Result;
    Result.Pointer = Object;
    return Result;
  }

  /// Takes one more reference to \p Object, as virObjectRef(): null, after a
  /// warning, if it is no object.
  [[nodiscard]] static Ref retain(T *Object VIRREF_RETAINED) noexcept {
    return adopt(taken(Object));
  }

  /// Takes one more reference.
  Ref(const Ref &Other) noexcept : Pointer(taken(Other.Pointer)) {}
  /// The same from an object of a derived type.
  template <typename U,
            typename = std::enable_if_t<std::is_convertible_v<U *, T *>>>
  Ref(const Ref<U> &Other) noexcept : Pointer(taken(Other.get())) {}

  /// Takes over the reference of \p Other, which is null afterwards.
  Ref(Ref &&Other) noexcept : Pointer(Other.release()) {}
  template <typename U,
            typename = std::enable_if_t<std::is_convertible_v<U *, T *>>>
  Ref(Ref<U> &&Other) noexcept : Pointer(Other.release()) {}

  /// By value: it takes, or takes over, a reference as the constructors do. The
  /// old one is given back when the new one is in place.
  Ref &operator=(Ref Other) noexcept {
    swap(Other);
    return *this;
  }

  /// Asks first, so that the compiler drops the call for what was moved from.
  ~Ref() {
    if (Pointer)
      virObjectUnref(any(Pointer));
  }

  /// Hands the reference out, to the caller. This is null afterwards.
  [[nodiscard]] T *release() noexcept VIRREF_RETURNS_OWNED {
    return std::exchange(Pointer, nullptr);
  }

  /// Gives the reference back. This is null already when it happens.
  void reset() noexcept { Ref().swap(*this); }

  void swap(Ref &Other) noexcept { std::swap(Pointer, Other.Pointer); }
  friend void swap(Ref &One, Ref &Other) noexcept { One.swap(Other); }

  /// For the argument of a C function that stores an object there, with a
  /// reference for its caller: gives the old reference back, and takes over what
  /// is stored. What is not stored leaves this null.
  ///
  ///     if (playerFind(Name, P.out()) < 0 || P->Busy) ...
  [[nodiscard]] T **out() noexcept {
    reset();
    return &Pointer;
  }

  /// The object, borrowed: this keeps its reference.
  constexpr T *get() const noexcept { return Pointer; }
  constexpr T *operator->() const noexcept { return Pointer; }
  constexpr std::add_lvalue_reference_t<T> operator*() const noexcept {
    return *Pointer;
  }
  constexpr explicit operator bool() const noexcept { return Pointer; }

private:
  /// References to constant objects are counted as well.
  static void *any(T *Object) noexcept {
    return const_cast<std::remove_cv_t<T> *>(Object);
  }

  /// \returns \p Object with one more reference, or null if there is none.
  static T *taken(T *Object) noexcept {
    return Object && virObjectRef(any(Object)) ? Object : nullptr;
  }

  T *Pointer = nullptr;
};

static_assert(sizeof(Ref<virObject>) == sizeof(virObject *), "No overhead");

//===----------------------------------------------------------------------===//
// Comparing: by address, with each other, raw pointers and nullptr.
//===----------------------------------------------------------------------===//

namespace detail {

template <typename T> constexpr bool IsRef = false;
template <typename T> constexpr bool IsRef<Ref<T>> = true;

template <typename T> constexpr T *address(const Ref<T> &R) noexcept {
  return R.get();
}
template <typename T> constexpr T *address(T *Pointer) noexcept {
  return Pointer;
}
constexpr std::nullptr_t address(std::nullptr_t) noexcept { return nullptr; }

/// The type that both are compared as; nothing if they cannot be.
template <typename A, typename B>
using CommonAddress = std::enable_if_t<
    IsRef<A> || IsRef<B>,
    std::common_type_t<decltype(address(std::declval<const A &>())),
                       decltype(address(std::declval<const B &>()))>>;

} // namespace detail

template <typename A, typename B, typename = detail::CommonAddress<A, B>>
constexpr bool operator==(const A &Left, const B &Right) noexcept {
  return detail::address(Left) == detail::address(Right);
}

template <typename A, typename B, typename = detail::CommonAddress<A, B>>
constexpr bool operator!=(const A &Left, const B &Right) noexcept {
  return detail::address(Left) != detail::address(Right);
}

/// A total order, for sorted containers.
template <typename A, typename B, typename P = detail::CommonAddress<A, B>>
constexpr bool operator<(const A &Left, const B &Right) noexcept {
  return std::less<P>()(detail::address(Left), detail::address(Right));
}

//===----------------------------------------------------------------------===//
// Making, and casting with a check of the class.
//===----------------------------------------------------------------------===//

/// virObjectNew() as a Ref: an object of \p Class, which must be the class of
/// T. Null, after an error, if it fails. For objects with a lock see below.
template <typename T> [[nodiscard]] Ref<T> make(virClass *Class) noexcept {
  return Ref<T>::adopt(static_cast<T *>(virObjectNew(Class)));
}

/// The same with virObjectLockableNew() and virObjectRWLockableNew().
template <typename T>
[[nodiscard]] Ref<T> makeLockable(virClass *Class) noexcept {
  return Ref<T>::adopt(static_cast<T *>(virObjectLockableNew(Class)));
}
template <typename T>
[[nodiscard]] Ref<T> makeRWLockable(virClass *Class) noexcept {
  return Ref<T>::adopt(static_cast<T *>(virObjectRWLockableNew(Class)));
}

/// Says what the class of a type is. To be specialised by those who have one:
///
///     template <> struct vir::ClassOf<player> {
///       static virClass *get() { return playerClass; }
///     };
template <typename T> struct ClassOf;

template <> struct ClassOf<virObject> {
  static virClass *get() noexcept { return virClassForObject(); }
};
template <> struct ClassOf<virObjectLockable> {
  static virClass *get() noexcept { return virClassForObjectLockable(); }
};
template <> struct ClassOf<virObjectRWLockable> {
  static virClass *get() noexcept { return virClassForObjectRWLockable(); }
};

/// Takes one more reference to the object, as a U, if it is of \p Class, which
/// must be the class of U, or of one derived from it. Null if not.
template <typename U, typename T>
[[nodiscard]] Ref<U> cast(const Ref<T> &Object, virClass *Class) noexcept {
  void *Any = const_cast<std::remove_cv_t<T> *>(Object.get());
  return Ref<U>::retain(virObjectIsClass(Any, Class) ? static_cast<U *>(Any)
                                                     : nullptr);
}

/// The same, but the reference of \p Object is handed over. If the class is
/// another one, \p Object keeps it.
template <typename U, typename T,
          typename = std::enable_if_t<!std::is_reference_v<T>>>
[[nodiscard]] Ref<U> cast(Ref<T> &&Object, virClass *Class) noexcept {
  void *Any = const_cast<std::remove_cv_t<T> *>(Object.get());
  if (!virObjectIsClass(Any, Class))
    return nullptr;
  (void)Object.release();
  return Ref<U>::adopt(static_cast<U *>(Any));
}

/// Both with the class that ClassOf says. A U that is const is as good.
template <typename U, typename T>
[[nodiscard]] Ref<U> cast(const Ref<T> &Object) noexcept {
  return cast<U>(Object, ClassOf<std::remove_cv_t<U>>::get());
}
template <typename U, typename T>
[[nodiscard]] Ref<U> cast(Ref<T> &&Object) noexcept {
  return cast<U>(std::move(Object), ClassOf<std::remove_cv_t<U>>::get());
}

//===----------------------------------------------------------------------===//
// Locks, for a scope.
//===----------------------------------------------------------------------===//

namespace detail {

/// Aborts if there is no such lock, after a warning: a guard that holds nothing
/// would let two threads in.
inline void *takeLock(void *Object, void (*Take)(void *)) noexcept {
  bool There = virObjectIsClass(Object, virClassForObjectRWLockable());
  Take(Object); // Which says what is wrong.
  if (!There)
    std::abort();
  return Object;
}

} // namespace detail

/// Holds the mutex of a lockable object, as virObjectLockGuard(). Misuse, null
/// included, aborts the program.
///
/// No guard owns a reference: what it locks must be alive until the end of its
/// scope, so the Ref comes first, and is not a temporary one.
class [[nodiscard]] Lock {
public:
  explicit Lock(void *Lockable) noexcept
      : Guard(virObjectLockGuard(Lockable)) {}
  template <typename T>
  explicit Lock(const Ref<T> &Lockable) noexcept : Lock(Lockable.get()) {}
  template <typename T> explicit Lock(Ref<T> &&) = delete;
  Lock(const Lock &) = delete;
  Lock &operator=(const Lock &) = delete;
  ~Lock() { unlock(); }

  /// Unlocks now, if this has not been done.
  void unlock() noexcept { virLockGuardUnlock(&Guard); }

private:
  virLockGuard Guard;
};

namespace detail {

template <void (*Take)(void *)> class [[nodiscard]] RWGuard {
public:
  explicit RWGuard(void *RWLockable) noexcept
      : Object(takeLock(RWLockable, Take)) {}
  template <typename T>
  explicit RWGuard(const Ref<T> &RWLockable) noexcept
      : RWGuard(RWLockable.get()) {}
  template <typename T> explicit RWGuard(Ref<T> &&) = delete;
  RWGuard(const RWGuard &) = delete;
  RWGuard &operator=(const RWGuard &) = delete;
  ~RWGuard() { unlock(); }

  /// Unlocks now, if this has not been done.
  void unlock() noexcept {
    if (void *Held = std::exchange(Object, nullptr))
      virObjectRWUnlock(Held);
  }

private:
  void *Object;
};

} // namespace detail

/// The same for the read-write lock of an object: for any number of readers, or
/// for one writer.
using ReadLock = detail::RWGuard<virObjectRWLockRead>;
using WriteLock = detail::RWGuard<virObjectRWLockWrite>;

} // namespace vir

/// By address, as it is compared.
template <typename T> struct std::hash<vir::Ref<T>> {
  std::size_t operator()(const vir::Ref<T> &Object) const noexcept {
    return std::hash<T *>()(Object.get());
  }
};

#endif // VIROBJECT_VIROBJECT_HPP
