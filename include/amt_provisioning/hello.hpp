/// Hello messages, with which devices ask to be provisioned.
#ifndef AMT_PROVISIONING_HELLO_HPP
#define AMT_PROVISIONING_HELLO_HPP

#include "finding.hpp"
#include "inputs.hpp"

#include <cstring>

namespace amtp {
inline namespace AMTP_CPP {

/// A UUID of a device.
class uuid {
  public:
    /// All zero.
    uuid() noexcept = default;
    /// From C.
    explicit uuid(const amtp_uuid &raw) noexcept : raw_(raw) {}
    /// Reads the canonical form, `00112233-4455-6677-8899-aabbccddeeff`.
    [[nodiscard]] static result<uuid> read(std::string_view text) {
        uuid read;
        if (amtp_status status = amtp_uuid_read(text.data(), text.size(), &read.raw_); status != AMTP_OK) {
            return detail::failure({status, {}, {},
                                    detail::rendered_or_empty([&](char *buf, std::size_t cap, std::size_t *len) {
                                        return amtp_uuid_problem(text.data(), text.size(), buf, cap, len);
                                    })});
        }
        return read;
    }
    /// The canonical form.
    [[nodiscard]] std::string text() const {
        return detail::rendered_or_empty([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_uuid_text(&raw_, buf, cap, len);
        });
    }
    /// The UUID that is seen where somebody took the order of bytes that devices send for the one that is shown.
    [[nodiscard]] uuid swapped() const noexcept {
        uuid other;
        amtp_uuid_swapped(&raw_, &other.raw_);
        return other;
    }
    /// Its bytes, in the order in which they are shown.
    [[nodiscard]] const amtp_uuid &get() const noexcept { return raw_; }
    /// The same?
    [[nodiscard]] friend bool operator==(const uuid &a, const uuid &b) noexcept {
        return std::memcmp(&a.raw_, &b.raw_, sizeof a.raw_) == 0;
    }
    /// Another one?
    [[nodiscard]] friend bool operator!=(const uuid &a, const uuid &b) noexcept { return !(a == b); }

  private:
    amtp_uuid raw_{};
};

/// How far a message has come.
struct hello_progress {
    /// At least so many bytes are missing; 0 if the message is whole.
    std::size_t least;
    /// So many bytes came behind the end of the message.
    std::size_t trailing;
};

/// What a Hello message says, less its root hashes; the views belong to the message.
struct hello_fields {
    /// The UUID.
    amtp::uuid uuid;
    /// The interface version: 3 with root hashes (PKI), 2 with the name of a key (PSK).
    std::uint32_t version;
    /// How often the device has sent before, it says.
    std::uint32_t retry_count;
    /// Was the factory password changed? No more than a hint.
    bool credentials_set;
    /// The name of the key; empty in version 3.
    bytes pid;
    /// What follows the end of the message; nobody knows what it means.
    bytes trailing;
};

/// A root hash of a Hello message, which owns the value.
struct hello_hash {
    /// 0 MD5, 1 SHA-1, 2 SHA-256, 3 SHA-384, or SHA-512 on releases 2.0 to 5.x.
    std::uint32_t algorithm_id;
    /// The hash.
    bytes value;
    /// The name of the known root that has it; empty if none has.
    std::string_view known_root;
};

/// A Hello message, put together from the fragments of a connection and read once that has ended. It is not
/// authenticated: it may start work, but nothing in it is to be trusted. It is never answered.
class hello : public detail::telling_handle<amtp_hello, amtp_hello_free, amtp_hello_error, amtp_hello_error_text> {
    using finding_at = detail::finding_at<amtp_hello, amtp_hello_finding>;
    struct hash_at {
        const amtp_hello *of;
        hello_hash operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_hello_hash>();
            if (amtp_hello_entry(of, index, &raw) != AMTP_OK) {
                return {};
            }
            return {raw.algorithm_id, detail::view(raw.value), detail::view(raw.known_root)};
        }
    };

  public:
    using telling_handle::telling_handle;
    /// One that has no bytes yet. `strict_tail` refuses any byte behind the end of a message; a `max_length` of 0
    /// stands for the longest that can be declared.
    [[nodiscard]] static result<hello> make(bool strict_tail = false, std::size_t max_length = 0) {
        return detail::make<hello>([&](amtp_hello **out) { return amtp_hello_new(strict_tail, max_length, out); });
    }
    /// Takes the next bytes of a connection. If it fails, close the connection.
    [[nodiscard]] result<hello_progress> push(bytes fragment) {
        auto raw = detail::sized<amtp_hello_progress>();
        amtp_status const status = amtp_hello_push(get(), fragment.data(), fragment.size(), &raw);
        return done(status, hello_progress{raw.least, raw.trailing});
    }
    /// Reads the message, now that the connection has ended.
    [[nodiscard]] result<void> finish() { return done(amtp_hello_finish(get())); }
    /// Reads all that a device sent before it closed the connection, in place of what was held.
    [[nodiscard]] result<void> read(bytes data) { return done(amtp_hello_read(get(), data.data(), data.size())); }
    /// What the message says; valid until bytes are taken again.
    [[nodiscard]] result<hello_fields> fields() const & {
        auto raw = detail::sized<amtp_hello_fields>();
        if (amtp_status status = amtp_hello_get(get(), &raw); status != AMTP_OK) {
            return detail::fail(status);
        }
        return hello_fields{uuid(raw.uuid),           raw.version,           raw.retry_count,
                            raw.credentials_set != 0, detail::view(raw.pid), detail::view(raw.trailing)};
    }
    void fields() const && = delete;
    /// The root hashes of the message; none before it was read.
    [[nodiscard]] auto hashes() const & {
        auto raw = detail::sized<amtp_hello_fields>();
        return range(hash_at{get()}, amtp_hello_get(get(), &raw) == AMTP_OK ? raw.hashes : 0);
    }
    void hashes() const && = delete;
    /// What is worth knowing about the message; none before it was read.
    [[nodiscard]] auto findings() const & { return range(finding_at{get()}, amtp_hello_finding_count(get())); }
    void findings() const && = delete;
    /// The last failure as a finding, with what to do about it.
    [[nodiscard]] std::optional<finding> failure() const noexcept {
        return detail::finding_if_any([this](amtp_finding *out) { return amtp_hello_error_finding(get(), out); });
    }
    /// States in `facts` what the message tells about its device: PKI or PSK mode, and with PKI the root hashes.
    [[nodiscard]] result<void> add_to(facts &facts) const {
        return detail::done(amtp_facts_set_hello(facts.get(), get()));
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_HELLO_HPP
