/// C++17 over amt_provisioning.h; header only, nothing to link but the C library.
///
///     #include <amt_provisioning.hpp>
///
///     auto bag = amtp::bag::make().value();
///     bag.read(amtp::bytes_of(chain)).value();
///     auto const prepared = amtp::prepared::make(bag).value();
///     auto facts = amtp::facts::make().value();
///     facts.set_release("16.1.30.2269").value();
///     auto const device = amtp::device::make(facts).value();
///     auto const report = amtp::report::make(prepared, device, now).value();
///     for (auto const &rule : report.rules()) {
///         std::cout << rule.id << ": " << rule.seen() << '\n';
///     }
///
/// Handles are move-only and free what they own; one that was moved from may only be assigned to or destroyed: it
/// answers `AMTP_ERR_NULL`, and 0 where numbers are asked for. A call that can fail returns a `result`. The only
/// exceptions are that of its `value()`, for those who ask for it, and `std::bad_alloc`. Member functions that are
/// const may be called by several threads at once. Numbers (`AMTP_OUTCOME_...`, `AMTP_FACT_...`) are those of the C
/// header, which also documents every call; `get()` leads to what is not wrapped here.
#ifndef AMT_PROVISIONING_HPP
#define AMT_PROVISIONING_HPP

#include "amt_provisioning.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#if __has_include(<version>)
#include <version>
#endif
#if defined(__cpp_lib_span)
#include <span>
#endif
#if defined(__cpp_lib_expected) && defined(__cpp_lib_span)
#include <expected>
#endif

namespace amtp {

// What `result` and `span` are depends on the version of C++. The inline namespace keeps object files of different
// versions apart, which may then be linked together.
#if defined(__cpp_lib_expected) && defined(__cpp_lib_span)
inline namespace expected_and_span {
#elif defined(__cpp_lib_span)
inline namespace with_span {
#else
inline namespace plain {
#endif

#if defined(__cpp_lib_span)
/// Elements that belong to somebody else.
template <class T>
using span = std::span<T>;
#else
/// Elements that belong to somebody else: what is used here of `std::span`, which it is from C++20 on.
template <class T>
class span {
  public:
    /// None.
    constexpr span() noexcept = default;
    /// `size` elements from `data` on.
    constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    /// All elements of an array, vector, string or span.
    template <class C, class = std::enable_if_t<std::is_convertible_v<
                           std::remove_pointer_t<decltype(std::data(std::declval<C &>()))> (*)[], T (*)[]>>>
    constexpr span(C &&container) noexcept : data_(std::data(container)), size_(std::size(container)) {}
    /// The first element.
    [[nodiscard]] constexpr T *data() const noexcept { return data_; }
    /// How many there are.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// Are there none?
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// The first element.
    [[nodiscard]] constexpr T *begin() const noexcept { return data_; }
    /// What follows the last element.
    [[nodiscard]] constexpr T *end() const noexcept { return data_ + size_; }
    /// Element number `index`, which must be below `size()`.
    [[nodiscard]] constexpr T &operator[](std::size_t index) const noexcept { return data_[index]; }

  private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};
#endif

/// Bytes that belong to somebody else.
using bytes = span<const std::uint8_t>;

/// The bytes of a text, such as the contents of a file.
[[nodiscard]] inline bytes bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

/// Seconds since 1970 (UTC); nothing if the time is not known, so that validity is not evaluated.
using unix_time = std::optional<std::int64_t>;

namespace detail {
inline std::string_view view(amtp_str text) noexcept { return {text.ptr, text.len}; }
inline bytes view(amtp_bytes data) noexcept { return {data.ptr, data.len}; }
inline amtp_bytes raw(bytes data) noexcept { return {data.data(), data.size()}; }
inline std::int64_t seconds(unix_time now) noexcept { return now.value_or(AMTP_TIME_UNKNOWN); }
} // namespace detail

/// Why a call failed.
struct error {
    /// One of `AMTP_ERR_...`.
    amtp_status status = AMTP_OK;
    /// Which item or line of the input, from 0, if there are several and it is known.
    std::optional<std::size_t> item{};
    /// Which byte of it, from 0, if it is known.
    std::optional<std::size_t> offset{};
    /// What exactly is wrong and where; empty if the status says all.
    std::string detail{};

    /// The name of the status, such as `AMTP_ERR_PEM`.
    [[nodiscard]] std::string_view name() const noexcept { return detail::view(amtp_status_name(status)); }
    /// What the status means, in a few words.
    [[nodiscard]] std::string_view text() const noexcept { return detail::view(amtp_status_text(status)); }
    /// All of it in one line.
    [[nodiscard]] std::string message() const {
        std::string line(name());
        line.append(": ").append(detail.empty() ? text() : detail);
        return line;
    }
};

#if defined(__cpp_lib_expected) && defined(__cpp_lib_span)
/// What a call returns, or why it failed.
template <class T>
using result = std::expected<T, error>;
/// What `result<T>::value()` throws; has `error()`.
using bad_result = std::bad_expected_access<error>;

namespace detail {
using failure = std::unexpected<error>;
}
#else
/// What `result<T>::value()` throws.
class bad_result : public std::exception {
  public:
    /// Of a call that failed.
    explicit bad_result(amtp::error error) : error_(std::move(error)), message_(error_.message()) {}
    /// Why it failed.
    [[nodiscard]] const amtp::error &error() const noexcept { return error_; }
    /// The same in one line.
    [[nodiscard]] const char *what() const noexcept override { return message_.c_str(); }

  private:
    amtp::error error_;
    std::string message_;
};

namespace detail {
struct failure {
    error why;
    explicit failure(error e) : why(std::move(e)) {}
};
} // namespace detail

/// What a call returns, or why it failed: what is used here of `std::expected`, which it is from C++23 on.
template <class T>
class [[nodiscard]] result {
    using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

  public:
    /// Success of a call that returns nothing.
    result() = default;
    /// Success.
    result(stored value) : held_(std::in_place_index<0>, std::move(value)) {}
    /// Failure.
    result(detail::failure failure) : held_(std::in_place_index<1>, std::move(failure.why)) {}

    /// Did the call succeed?
    [[nodiscard]] bool has_value() const noexcept { return held_.index() == 0; }
    /// Did the call succeed?
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
    /// What it returned; there must be a value.
    stored &operator*() & noexcept { return *std::get_if<0>(&held_); }
    /// What it returned; there must be a value.
    const stored &operator*() const & noexcept { return *std::get_if<0>(&held_); }
    /// What it returned; there must be a value.
    stored &&operator*() && noexcept { return std::move(*std::get_if<0>(&held_)); }
    /// What it returned; there must be a value.
    stored *operator->() noexcept { return std::get_if<0>(&held_); }
    /// What it returned; there must be a value.
    const stored *operator->() const noexcept { return std::get_if<0>(&held_); }
    /// What it returned; throws `bad_result` if it failed.
    stored &value() & { return check(), **this; }
    /// What it returned; throws `bad_result` if it failed.
    const stored &value() const & { return check(), **this; }
    /// What it returned; throws `bad_result` if it failed.
    stored &&value() && { return check(), *std::move(*this); }
    /// Why it failed; it must have.
    [[nodiscard]] const amtp::error &error() const noexcept { return *std::get_if<1>(&held_); }

  private:
    void check() const {
        if (!has_value()) {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
            throw bad_result(error());
#else
            std::abort();
#endif
        }
    }

    std::variant<stored, amtp::error> held_;
};
#endif

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
template <class Call>
result<std::string> rendered(Call call) {
    std::string text(1024, '\0');
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

/// The outcome of a call on a handle that knows more about its failure.
template <class Handle>
result<void> done(amtp_status status, const Handle *handle, amtp_status (*where)(const Handle *, amtp_error *),
                  amtp_status (*text)(const Handle *, char *, std::size_t, std::size_t *)) {
    auto place = sized<amtp_error>();
    if (status == AMTP_OK || where(handle, &place) != AMTP_OK || place.status != status) {
        return done(status);
    }
    return failure(located(place, [&](char *buf, std::size_t cap, std::size_t *len) {
        return text(handle, buf, cap, len);
    }));
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

/// The certificates of an input, in any form and order.
class bag : public detail::handle<amtp_bag, amtp_bag_free> {
    struct certificate_at {
        const amtp_bag *of;
        bytes operator()(std::size_t index) const noexcept {
            amtp_bytes der{};
            return amtp_bag_certificate(of, index, &der) == AMTP_OK ? detail::view(der) : bytes();
        }
    };
    struct note_at {
        const amtp_bag *of;
        error operator()(std::size_t index) const {
            auto place = detail::sized<amtp_error>();
            if (amtp_status status = amtp_bag_note(of, index, &place); status != AMTP_OK) {
                return {status, {}, {}, {}};
            }
            return detail::located(place, [&](char *buf, std::size_t cap, std::size_t *len) {
                return amtp_bag_note_text(of, index, buf, cap, len);
            });
        }
    };
    [[nodiscard]] result<void> done(amtp_status status) const {
        return detail::done(status, get(), amtp_bag_error, amtp_bag_error_text);
    }

  public:
    using handle::handle;
    /// An empty one.
    [[nodiscard]] static result<bag> make() { return detail::make<bag>(amtp_bag_new); }
    /// How much input is read before it is refused; 0 leaves a limit at its default.
    [[nodiscard]] result<void> set_limits(std::size_t certificates, std::size_t certificate_bytes,
                                          std::size_t input_bytes) {
        return done(amtp_bag_set_limits(get(), certificates, certificate_bytes, input_bytes));
    }
    /// Reads the contents of one file, in place of what it held; they are copied.
    [[nodiscard]] result<void> read(bytes data) { return done(amtp_bag_read(get(), data.data(), data.size())); }
    /// Reads several files as one, in place of what it held; they are copied.
    [[nodiscard]] result<void> read_all(span<const bytes> items) {
        std::vector<amtp_bytes> raw;
        for (bytes item : items) {
            raw.push_back(detail::raw(item));
        }
        return done(amtp_bag_read_all(get(), raw.data(), raw.size()));
    }
    /// The distinct certificates in DER; valid until the bag reads again or is freed.
    [[nodiscard]] auto certificates() const & {
        return range(certificate_at{get()}, amtp_bag_certificate_count(get()));
    }
    void certificates() const && = delete;
    /// The parts of the input that are not used, and why.
    [[nodiscard]] auto notes() const & { return range(note_at{get()}, amtp_bag_note_count(get())); }
    void notes() const && = delete;
    /// How many PEM blocks with a private key were stepped over.
    [[nodiscard]] std::size_t keys_ignored() const noexcept { return amtp_bag_keys_ignored(get()); }
};

/// How much work path building may do; 0 leaves a limit at its default.
struct path_limits {
    /// Certificates of one path, leaf and root included; 10.
    std::size_t certificates = 0;
    /// Paths kept for one leaf; 64.
    std::size_t paths = 0;
    /// Signatures verified for one bag; 256.
    std::size_t signatures = 0;
    /// Certificates visited while searching one bag; 4,096.
    std::size_t steps = 0;
};

/// A bag ready for judging, every signature verified once. It depends on no device and no time.
class prepared : public detail::handle<amtp_prepared, amtp_prepared_free> {
  public:
    using handle::handle;
    /// Of a bag, which is copied. `public_key` is the DER SubjectPublicKeyInfo of the private key that the caller
    /// holds; empty if it cannot tell.
    [[nodiscard]] static result<prepared> make(const bag &bag, bytes public_key = {}, path_limits limits = {}) {
        const amtp_path_limits raw{sizeof raw, limits.certificates, limits.paths, limits.signatures, limits.steps};
        return detail::make<prepared>([&](amtp_prepared **out) {
            return amtp_prepared_new(bag.get(), public_key.data(), public_key.size(), &raw, out);
        });
    }
};

/// Everything that the caller knows about a device. What is not stated is unknown, and never guessed.
class facts : public detail::handle<amtp_facts, amtp_facts_free> {
    [[nodiscard]] result<void> done(amtp_status status) const {
        return detail::done(status, get(), amtp_facts_error, amtp_facts_error_text);
    }
    static std::int32_t flag(std::optional<bool> active) noexcept { return active ? *active : -1; }

  public:
    using handle::handle;
    /// Those that say nothing.
    [[nodiscard]] static result<facts> make() { return detail::make<facts>(amtp_facts_new); }
    /// The firmware release as a device or tool prints it, such as `16.1.30.2269`.
    [[nodiscard]] result<void> set_release(std::string_view release, amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_release(get(), release.data(), release.size(), source));
    }
    /// The firmware release by its numbers: major, minor, hotfix, build.
    [[nodiscard]] result<void> set_release(const std::array<std::uint16_t, 4> &numbers,
                                           amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_release_numbers(get(), numbers[0], numbers[1], numbers[2], numbers[3], source));
    }
    /// `AMTP_FACT_PLATFORM` or one that follows: a number of the enum that its comment names, or 0 or 1.
    [[nodiscard]] result<void> set(amtp_fact fact, std::int32_t value, amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set(get(), fact, value, source));
    }
    /// `AMTP_FACT_SERVER_FQDN` or `AMTP_FACT_HOME_DOMAIN`.
    [[nodiscard]] result<void> set_name(amtp_fact fact, std::string_view name,
                                        amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_name(get(), fact, name.data(), name.size(), source));
    }
    /// A DNS suffix, and where it is from; all of them belong here, also those that do not count.
    [[nodiscard]] result<void> add_suffix(std::string_view suffix,
                                          amtp_suffix_source from = AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX,
                                          amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_add_suffix(get(), suffix.data(), suffix.size(), from, source));
    }
    /// Root certificate hashes that the device holds, one a line: `[ALGORITHM:]HASH[,active|inactive]`. `active` is
    /// what an entry is that does not say; nothing for unknown.
    [[nodiscard]] result<void> add_root_hashes(std::string_view lines, std::optional<bool> active = true,
                                               amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_add_root_hashes(get(), lines.data(), lines.size(), flag(active), source));
    }
    /// A root certificate hash as the host interface or WS-Management gives it. State the release first.
    [[nodiscard]] result<void> add_interface_hash(std::uint8_t algorithm_id, bytes field, std::optional<bool> active,
                                                  amtp_source source = AMTP_SOURCE_HOST_INTERFACE) {
        return done(
            amtp_facts_add_interface_hash(get(), algorithm_id, field.data(), field.size(), flag(active), source));
    }
    /// The device has no such thing.
    [[nodiscard]] result<void> set_absent(amtp_fact fact, amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_absent(get(), fact, source));
    }
    /// Unknown again.
    [[nodiscard]] result<void> forget(amtp_fact fact) { return done(amtp_facts_forget(get(), fact)); }
};

/// A device ready for judging.
class device : public detail::handle<amtp_device, amtp_device_free> {
  public:
    using handle::handle;
    /// Of what is known about it, which is copied.
    [[nodiscard]] static result<device> make(const facts &facts) {
        return detail::make<device>([&](amtp_device **out) { return amtp_device_new(facts.get(), out); });
    }
};

/// What the caller tolerates: one switch per open decision. Where one is taken, nullptr is the default one.
class policy : public detail::handle<amtp_policy, amtp_policy_free> {
  public:
    using handle::handle;
    /// The default one.
    [[nodiscard]] static result<policy> make() { return detail::make<policy>(amtp_policy_new); }
    /// Sets a switch: a number of the enum that the option's comment names.
    [[nodiscard]] result<void> set(amtp_policy_option option, std::int32_t value) {
        return detail::done(amtp_policy_set(get(), option, value));
    }
    /// How a switch is set.
    [[nodiscard]] result<std::int32_t> get_option(amtp_policy_option option) const {
        std::int32_t value = 0;
        if (amtp_status status = amtp_policy_get(get(), option, &value); status != AMTP_OK) {
            return detail::fail(status);
        }
        return value;
    }
};

/// A finding; its texts live as long as the library.
struct finding {
    /// The stable name, such as `MARKER_MISSING`.
    std::string_view name;
    /// The id of the rule that it rests on, such as `R-202`.
    std::string_view rule;
    /// What it means, in one sentence without a full stop.
    std::string_view text;
    /// What to do about it; empty where nothing needs doing.
    std::string_view remedy;

    /// From C.
    [[nodiscard]] static finding from(const amtp_finding &raw) noexcept {
        return {detail::view(raw.name), detail::view(raw.rule), detail::view(raw.text), detail::view(raw.remedy)};
    }
};

/// A rule and what became of it; its texts live as long as the library.
struct rule {
    /// The stable id, such as `R-202`.
    std::string_view id;
    /// What it asks for, in a few words.
    std::string_view title;
    /// On what authority it stands: `intel-guide`, `intel-other`, `microsoft`, `field` or `inferred`.
    std::string_view basis;
    /// Where it is written.
    std::string_view source;
    /// What became of it.
    amtp_outcome outcome;

    /// From C.
    [[nodiscard]] static rule from(const amtp_rule &raw) noexcept {
        return {detail::view(raw.id), detail::view(raw.title), detail::view(raw.basis), detail::view(raw.source),
                raw.outcome};
    }
};

/// What became of every rule, and the verdicts. Made once, it takes any number of judgements without allocating.
class evaluation : public detail::handle<amtp_evaluation, amtp_evaluation_free> {
    struct rule_at {
        const amtp_evaluation *of;
        rule operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_rule>();
            return amtp_evaluation_rule(of, index, &raw) == AMTP_OK ? rule::from(raw) : rule{};
        }
    };
    struct finding_at {
        const amtp_evaluation *of;
        amtp_findings which;
        finding operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_finding>();
            return amtp_evaluation_finding(of, which, index, &raw) == AMTP_OK ? finding::from(raw) : finding{};
        }
    };
    struct certificate_at {
        const amtp_prepared *of;
        const amtp_evaluation *judged;
        bytes operator()(std::size_t index) const noexcept {
            amtp_bytes der{};
            return amtp_presentation_certificate(of, judged, index, &der) == AMTP_OK ? detail::view(der) : bytes();
        }
    };

  public:
    using handle::handle;
    /// One that holds no judgement yet.
    [[nodiscard]] static result<evaluation> make() { return detail::make<evaluation>(amtp_evaluation_new); }
    /// Judges a certificate against one device. Whatever is wrong with the certificate is a verdict, not an error.
    [[nodiscard]] result<void> judge(const prepared &prepared, const device &device, unix_time now,
                                     const policy *policy = nullptr) {
        return detail::done(amtp_judge(prepared.get(), device.get(), policy ? policy->get() : nullptr,
                                       detail::seconds(now), get()));
    }
    /// The device verdict: every rule.
    [[nodiscard]] amtp_verdict verdict() const noexcept { return amtp_evaluation_verdict(get()); }
    /// The certificate verdict: the rules that need no device facts.
    [[nodiscard]] amtp_verdict certificate_verdict() const noexcept {
        return amtp_evaluation_certificate_verdict(get());
    }
    /// The one finding to put in front of a person; nothing if the certificate is accepted, or nothing was judged.
    [[nodiscard]] std::optional<finding> headline() const noexcept {
        auto raw = detail::sized<amtp_finding>();
        if (amtp_evaluation_headline(get(), &raw) != AMTP_OK) {
            return std::nullopt;
        }
        return finding::from(raw);
    }
    /// The findings, the most important first.
    [[nodiscard]] auto findings(amtp_findings which = AMTP_FINDINGS_ALL) const & {
        return range(finding_at{get(), which}, amtp_evaluation_finding_count(get(), which));
    }
    void findings(amtp_findings which = AMTP_FINDINGS_ALL) const && = delete;
    /// Every rule, in report order.
    [[nodiscard]] auto rules() const & { return range(rule_at{get()}, amtp_evaluation_rule_count(get())); }
    void rules() const && = delete;
    /// The inputs that an undetermined verdict lacks: a sum of `AMTP_MISSING_...`.
    [[nodiscard]] std::uint32_t missing_inputs() const noexcept { return amtp_evaluation_missing_inputs(get()); }
    /// The entry of the device's list that the root matches, from 0, if any does.
    [[nodiscard]] std::optional<std::size_t> root_match() const noexcept {
        std::size_t entry = 0;
        return amtp_evaluation_root_match(get(), &entry) == AMTP_OK ? std::optional(entry) : std::nullopt;
    }
    /// The certificates to present to the device in DER, leaf first and root included; none if the path is not
    /// complete. `prepared` is that which was judged, and owns the bytes.
    [[nodiscard]] auto presentation(const prepared &prepared) const & {
        return range(certificate_at{prepared.get(), get()}, amtp_presentation_count(prepared.get(), get()));
    }
    void presentation(const prepared &prepared) const && = delete;
};

/// A rule of a report. The fields live as long as the library, the calls need the report.
struct explained_rule : rule {
    /// What the outcome does to the verdict.
    amtp_severity severity = AMTP_SEVERITY_NONE;
    /// The switch of the policy that changed the outcome; empty if none did.
    std::string_view policy_switch;
    /// The outcome without that switch; `AMTP_OUTCOME_NONE` if none changed it.
    amtp_outcome original_outcome = AMTP_OUTCOME_NONE;

    /// What was seen.
    [[nodiscard]] std::string seen() const { return text(AMTP_RULE_TEXT_SEEN); }
    /// What was wanted.
    [[nodiscard]] std::string wanted() const { return text(AMTP_RULE_TEXT_WANTED); }
    /// What fixes it; empty if nothing needs fixing.
    [[nodiscard]] std::string remedy() const { return text(AMTP_RULE_TEXT_REMEDY); }
    /// Its findings.
    [[nodiscard]] auto findings() const { return range(finding_at{of_, index_}, findings_); }

  private:
    friend class report;
    struct finding_at {
        const amtp_report *of;
        std::size_t rule;
        finding operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_finding>();
            return amtp_report_rule_finding(of, rule, index, &raw) == AMTP_OK ? finding::from(raw) : finding{};
        }
    };
    explained_rule(const amtp_rule &raw, const amtp_report *of, std::size_t index) noexcept
        : rule(rule::from(raw)), severity(raw.severity), policy_switch(detail::view(raw.policy_switch)),
          original_outcome(raw.original_outcome), of_(of), index_(index), findings_(raw.findings) {}
    [[nodiscard]] std::string text(amtp_rule_text which) const {
        return detail::rendered_or_empty([&](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_report_rule_text(of_, index_, which, buf, cap, len);
        });
    }

    const amtp_report *of_;
    std::size_t index_;
    std::size_t findings_;
};

/// A certificate of a report, which owns its texts and hashes.
struct certificate {
    /// `leaf`, `intermediate 1`, ..., `root` or `unused`.
    std::string_view role;
    /// The subject.
    std::string_view subject;
    /// The issuer.
    std::string_view issuer;
    /// The serial number in hex.
    std::string_view serial;
    /// First valid second, since 1970 (UTC).
    std::int64_t not_before;
    /// Last valid second, since 1970 (UTC).
    std::int64_t not_after;
    /// SHA-1 of the DER, 20 bytes.
    bytes sha1;
    /// SHA-256 of the DER, 32 bytes.
    bytes sha256;
    /// SHA-384 of the DER, 48 bytes.
    bytes sha384;
    /// Which item of the input holds it, from 0.
    std::size_t input_item;
    /// At which byte of the item it begins, from 0.
    std::size_t input_offset;
    /// The name of the known root that it is; empty if it is none.
    std::string_view known_root;
};

/// One judgement with its explanation.
class report : public detail::handle<amtp_report, amtp_report_free> {
    struct rule_at {
        const amtp_report *of;
        explained_rule operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_rule>();
            if (amtp_report_rule(of, index, &raw) != AMTP_OK) {
                raw = {};
            }
            return {raw, of, index};
        }
    };
    struct certificate_at {
        const amtp_report *of;
        amtp_certificates which;
        certificate operator()(std::size_t index) const noexcept {
            using detail::view;
            auto raw = detail::sized<amtp_certificate>();
            if (amtp_report_certificate(of, which, index, &raw) != AMTP_OK) {
                return {};
            }
            return {view(raw.role),   view(raw.subject), view(raw.issuer),   view(raw.serial),
                    raw.not_before,   raw.not_after,     view(raw.sha1),     view(raw.sha256),
                    view(raw.sha384), raw.input_item,    raw.input_offset,   view(raw.known_root)};
        }
    };

  public:
    using handle::handle;
    /// Judges a certificate against one device and explains every rule. It keeps nothing of its arguments.
    [[nodiscard]] static result<report> make(const prepared &prepared, const device &device, unix_time now,
                                             const policy *policy = nullptr) {
        return detail::make<report>([&](amtp_report **out) {
            return amtp_report_new(prepared.get(), device.get(), policy ? policy->get() : nullptr,
                                   detail::seconds(now), out);
        });
    }
    /// The device verdict.
    [[nodiscard]] amtp_verdict verdict() const noexcept { return amtp_report_verdict(get()); }
    /// The whole report as JSON on one line.
    [[nodiscard]] result<std::string> json() const {
        return detail::rendered([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_report_json(get(), buf, cap, len);
        });
    }
    /// The whole report as text for people.
    [[nodiscard]] result<std::string> text() const {
        return detail::rendered([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_report_text(get(), buf, cap, len);
        });
    }
    /// Every rule, in report order.
    [[nodiscard]] auto rules() const & { return range(rule_at{get()}, amtp_report_rule_count(get())); }
    void rules() const && = delete;
    /// The certificates to present to the device, leaf first, or those on no path.
    [[nodiscard]] auto certificates(amtp_certificates which = AMTP_CERTIFICATES_PATH) const & {
        return range(certificate_at{get(), which}, amtp_report_certificate_count(get(), which));
    }
    void certificates(amtp_certificates which = AMTP_CERTIFICATES_PATH) const && = delete;
};

/// Several certificates, judged against one device and ranked, the best first.
class ranking : public detail::handle<amtp_ranking, amtp_ranking_free> {
  public:
    using handle::handle;
    /// Ranks certificates by verdict, then by open points and advice, then by the later expiry, then by place.
    [[nodiscard]] static result<ranking> make(span<const prepared> certificates, const device &device, unix_time now,
                                              const policy *policy = nullptr) {
        std::vector<const amtp_prepared *> raw;
        for (const prepared &one : certificates) {
            raw.push_back(one.get());
        }
        return detail::make<ranking>([&](amtp_ranking **out) {
            return amtp_choose(raw.data(), raw.size(), device.get(), policy ? policy->get() : nullptr,
                               detail::seconds(now), out);
        });
    }
    /// How many were ranked.
    [[nodiscard]] std::size_t size() const noexcept { return amtp_ranking_count(get()); }
    /// Which of the certificates stands at `rank`, from 0; nothing if there are not so many.
    [[nodiscard]] std::optional<std::size_t> place(std::size_t rank) const noexcept {
        std::size_t place = 0;
        return amtp_ranking_place(get(), rank, &place) == AMTP_OK ? std::optional(place) : std::nullopt;
    }
    /// Puts the judgement of the certificate at `rank` into `to`.
    [[nodiscard]] result<void> evaluate(std::size_t rank, evaluation &to) const {
        return detail::done(amtp_ranking_evaluation(get(), rank, to.get()));
    }
};

/// What one firmware generation will do with a certificate; the matrix owns the text.
struct generation {
    /// Its releases and platforms, such as `15.0 to 15.x (H)`.
    std::string_view releases;
    /// Its verdict.
    amtp_verdict verdict;
};

/// What every firmware generation will do with a certificate, the oldest first.
class matrix : public detail::handle<amtp_matrix, amtp_matrix_free> {
    struct generation_at {
        const amtp_matrix *of;
        generation operator()(std::size_t index) const noexcept {
            amtp_str releases{"", 0};
            amtp_matrix_releases(of, index, &releases);
            return {detail::view(releases), amtp_matrix_verdict(of, index)};
        }
    };

  public:
    using handle::handle;
    /// Judges a certificate against every generation. Of `device` everything counts but its release and platform.
    [[nodiscard]] static result<matrix> make(const prepared &prepared, const device &device, unix_time now,
                                             const policy *policy = nullptr) {
        return detail::make<matrix>([&](amtp_matrix **out) {
            return amtp_matrix_new(prepared.get(), device.get(), policy ? policy->get() : nullptr,
                                   detail::seconds(now), out);
        });
    }
    /// Every generation.
    [[nodiscard]] auto generations() const & { return range(generation_at{get()}, amtp_matrix_count(get())); }
    void generations() const && = delete;
    /// Puts the judgement of generation number `index` into `to`.
    [[nodiscard]] result<void> evaluate(std::size_t index, evaluation &to) const {
        return detail::done(amtp_matrix_evaluation(get(), index, to.get()));
    }
};

/// A hash of a certificate.
class hash {
  public:
    /// Reads a hash as people paste it.
    [[nodiscard]] static result<hash> read(std::string_view text) {
        hash read;
        if (amtp_status status = amtp_hash_read(text.data(), text.size(), &read.raw_); status != AMTP_OK) {
            return detail::failure({status, {}, {},
                                    detail::rendered_or_empty([&](char *buf, std::size_t cap, std::size_t *len) {
                                        return amtp_hash_problem(text.data(), text.size(), buf, cap, len);
                                    })});
        }
        return read;
    }
    /// Computes that of `data`, such as a certificate in DER; MD5 is refused.
    [[nodiscard]] static result<hash> compute(amtp_hash_algorithm algorithm, bytes data) {
        hash computed;
        if (amtp_status status = amtp_hash_compute(algorithm, data.data(), data.size(), &computed.raw_);
            status != AMTP_OK) {
            return detail::fail(status);
        }
        return computed;
    }
    /// Its algorithm.
    [[nodiscard]] amtp_hash_algorithm algorithm() const noexcept { return raw_.algorithm; }
    /// What had to be removed to read it, as `amtp_hash` lists it.
    [[nodiscard]] std::uint32_t stripped() const noexcept { return raw_.stripped; }
    /// Its bytes.
    [[nodiscard]] bytes value() const & noexcept { return {raw_.value, raw_.len}; }
    void value() const && = delete;

  private:
    hash() = default;
    amtp_hash raw_ = detail::sized<amtp_hash>();
};

/// What Configuration Manager's `CheckCertificate` answers; the texts live as long as the library.
struct check {
    /// `ErrorCode` and `ReturnValue`: 0 if an active entry is equal, otherwise 1.
    std::int32_t error_code;
    /// `ErrorMsg`: empty if an active entry is equal.
    std::string_view error_msg;
    /// The name of the finding behind the code 1; empty for 0.
    std::string_view finding;

    /// Is a hash an active entry of the device's list? A text that is no hash is an answer, not an error.
    [[nodiscard]] static result<check> root_hash(const facts &facts, std::string_view hash) {
        auto raw = detail::sized<amtp_check>();
        if (amtp_status status = amtp_check_root_hash(facts.get(), hash.data(), hash.size(), &raw);
            status != AMTP_OK) {
            return detail::fail(status);
        }
        return check{raw.error_code, detail::view(raw.error_msg), detail::view(raw.finding)};
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_HPP
