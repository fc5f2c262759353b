// Will this certificate provision a device, and if not, why?
//
//     validate_chain CHAIN HASHES RELEASE SUFFIX TIME
//
// CHAIN is a file with the certificate and its issuers in any form, HASHES one with the device's root hashes, one a
// line, RELEASE its firmware, SUFFIX its PKI DNS suffix, TIME seconds since 1970. Exit status: 0 accepted, 1 rejected,
// 2 undetermined, 64 wrong arguments, 65 unreadable input, 66 no such file, 70 anything else.
#include <amt_provisioning.hpp>

#include <charconv>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

std::optional<std::string> contents(const char *name) {
    std::ifstream file(name, std::ios::binary);
    std::string all{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) {
        std::cerr << name << ": cannot be read\n";
        return std::nullopt;
    }
    return all;
}

amtp::prepared prepare(std::string_view chain) {
    auto bag = amtp::bag::make().value();
    bag.read(amtp::bytes_of(chain)).value();
    return amtp::prepared::make(bag).value();
}

// What the device is, as far as it is known.
amtp::device describe(std::string_view hashes, std::string_view release, std::string_view suffix) {
    auto facts = amtp::facts::make().value();
    facts.set_release(release).value();
    facts.add_suffix(suffix).value();
    facts.add_root_hashes(hashes).value();
    return amtp::device::make(facts).value();
}

// Every rule that has something to say, and the whole as JSON.
int explain(const amtp::report &report) {
    for (auto const &rule : report.rules()) {
        if (rule.severity >= AMTP_SEVERITY_LEAVES_OPEN) {
            std::cerr << rule.id << ' ' << rule.title << "; seen: " << rule.seen() << '\n';
        }
    }
    std::cout << report.json().value() << std::endl;
    if (!std::cout) {
        return 70;
    }
    switch (report.verdict()) {
    case AMTP_VERDICT_ACCEPTED:
    case AMTP_VERDICT_NOT_APPLICABLE: return 0;
    case AMTP_VERDICT_REJECTED: return 1;
    case AMTP_VERDICT_UNDETERMINED: return 2;
    default: return 70;
    }
}

} // namespace

int main(int argc, char **argv) try {
    std::int64_t now = 0;
    auto number = [&](const char *text) {
        auto const *end = text + std::strlen(text);
        return std::from_chars(text, end, now).ptr == end && end != text;
    };
    if (argc != 6 || !number(argv[5])) {
        std::cerr << "validate_chain CHAIN HASHES RELEASE SUFFIX TIME\n";
        return 64;
    }
    if (!amtp::check_version()) {
        std::cerr << "the library is older than its header, or incompatible\n";
        return 70;
    }
    auto const chain = contents(argv[1]), hashes = contents(argv[2]);
    if (!chain || !hashes) {
        return 66;
    }
    auto const report = amtp::report::make(prepare(*chain), describe(*hashes, argv[3], argv[4]), now);
    return explain(report.value());
} catch (const amtp::bad_result &failure) {
    std::cerr << failure.error().message() << '\n';
    return 65;
}
