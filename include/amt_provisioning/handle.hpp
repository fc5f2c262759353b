/// What all handles have in common.
#ifndef AMT_PROVISIONING_HANDLE_HPP
#define AMT_PROVISIONING_HANDLE_HPP

#include "result.hpp"

#include <memory>
#include <vector>

namespace amtp {
inline namespace AMTP_CPP {

namespace detail {

inline failure fail(amtp_status status) { return failure(error{status, {}, {}, {}}); }

inline result<void> done(amtp_status status) {
    if (status != AMTP_OK) {
        return fail(status);
    }
    return {};
}

/// A struct whose size is set.
template <class Struct>
Struct sized() noexcept {
    Struct empty{};
    empty.struct_size = sizeof empty;
    return empty;
}

/// What `call(buf, cap, &len)` writes.
template <class Text = std::string, class Call>
result<Text> rendered(Call call) {
    Text text;
    text.resize(1024);
    std::size_t length = 0;
    amtp_status status = call(text.data(), text.size(), &length);
    if (status == AMTP_ERR_BUFFER) {
        text.resize(length);
        status = call(text.data(), text.size(), &length);
    }
    if (status != AMTP_OK) {
        return fail(status);
    }
    text.resize(length);
    return text;
}

/// The same where a failure has nowhere to go.
template <class Call>
std::string rendered_or_empty(Call call) {
    auto text = rendered(call);
    return text ? *std::move(text) : std::string();
}

/// A place, and what is wrong there in words.
template <class Text>
error located(const amtp_error &place, Text text) {
    error found{place.status, {}, {}, rendered_or_empty(text)};
    if (place.item != SIZE_MAX) {
        found.item = place.item;
    }
    if (place.offset != SIZE_MAX) {
        found.offset = place.offset;
    }
    return found;
}

/// What a handle has in common with all others.
template <class Raw, void (*Free)(Raw *)>
class handle {
  public:
    /// The type in C.
    using c_type = Raw;
    /// Takes a handle over, which is freed with this.
    explicit handle(Raw *owned) noexcept : owned_(owned) {}
    /// The handle, for C functions; it stays owned by this.
    [[nodiscard]] Raw *get() noexcept { return owned_.get(); }
    /// The handle, for C functions; it stays owned by this.
    [[nodiscard]] const Raw *get() const noexcept { return owned_.get(); }

  private:
    struct deleter {
        void operator()(Raw *owned) const noexcept { Free(owned); }
    };
    std::unique_ptr<Raw, deleter> owned_;
};

/// A handle that knows more about its failures.
template <class Raw, void (*Free)(Raw *), amtp_status (*Where)(const Raw *, amtp_error *),
          amtp_status (*Text)(const Raw *, char *, std::size_t, std::size_t *)>
class telling_handle : public handle<Raw, Free> {
  public:
    using handle<Raw, Free>::handle;

  protected:
    /// The outcome of a call on it.
    [[nodiscard]] result<void> done(amtp_status status) const {
        auto place = sized<amtp_error>();
        if (status == AMTP_OK || Where(this->get(), &place) != AMTP_OK || place.status != status) {
            return detail::done(status);
        }
        return failure(last_error(place));
    }
    /// The same of a call that returned something.
    template <class T>
    [[nodiscard]] result<T> done(amtp_status status, T returned) const {
        if (auto outcome = done(status); !outcome) {
            return failure(outcome.error());
        }
        return returned;
    }
    /// What the handle says about `place`.
    [[nodiscard]] error last_error(const amtp_error &place) const {
        return located(place, [this](char *buf, std::size_t cap, std::size_t *len) {
            return Text(this->get(), buf, cap, len);
        });
    }
};

/// What `call(&out)` writes over `out`.
template <class T, class Call>
result<T> written(Call call, T out = {}) {
    if (amtp_status status = call(&out); status != AMTP_OK) {
        return fail(status);
    }
    return out;
}

/// What `call(&out)` makes.
template <class Handle, class Call>
result<Handle> make(Call call) {
    typename Handle::c_type *out = nullptr;
    if (amtp_status status = call(&out); status != AMTP_OK) {
        return fail(status);
    }
    return Handle(out);
}

} // namespace detail

/// Numbered things of a handle, read one by one: `for (auto const &thing : range)`. Valid as long as the handle is,
/// and is not written to.
template <class Get>
class range {
  public:
    /// What it gives out, by value.
    using value_type = std::invoke_result_t<const Get &, std::size_t>;

    /// A place in the range.
    class iterator {
      public:
        /// Elements are made as they are read.
        using iterator_category = std::input_iterator_tag;
        /// As the range's.
        using value_type = range::value_type;
        /// Between places.
        using difference_type = std::ptrdiff_t;
        /// By value.
        using reference = value_type;
        /// None.
        using pointer = void;

        /// No place.
        iterator() noexcept = default;
        /// A place in a range.
        iterator(Get get, std::size_t index) noexcept : get_(get), index_(index) {}
        /// The element.
        [[nodiscard]] value_type operator*() const { return get_(index_); }
        /// The next place.
        iterator &operator++() noexcept { return ++index_, *this; }
        /// The next place.
        iterator operator++(int) noexcept { return {get_, index_++}; }
        /// The same place of the same range?
        [[nodiscard]] friend bool operator==(const iterator &a, const iterator &b) noexcept {
            return a.index_ == b.index_;
        }
        /// Another place?
        [[nodiscard]] friend bool operator!=(const iterator &a, const iterator &b) noexcept { return !(a == b); }

      private:
        Get get_{};
        std::size_t index_ = 0;
    };

    /// `size` things.
    range(Get get, std::size_t size) noexcept : get_(get), size_(size) {}
    /// The first place.
    [[nodiscard]] iterator begin() const noexcept { return {get_, 0}; }
    /// What follows the last place.
    [[nodiscard]] iterator end() const noexcept { return {get_, size_}; }
    /// How many there are.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// Are there none?
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Element number `index`, from 0; one with empty fields if there are not so many.
    [[nodiscard]] value_type operator[](std::size_t index) const { return get_(index); }

  private:
    Get get_;
    std::size_t size_;
};

/// Does the library at run time serve this header?
[[nodiscard]] inline bool check_version() noexcept { return AMTP_CHECK_VERSION(); }

/// The version of the library at run time, such as `0.1.0`.
[[nodiscard]] inline std::string_view version() noexcept { return detail::view(amtp_version_string()); }

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_HANDLE_HPP
