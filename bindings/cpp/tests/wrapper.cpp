// What the C++ wrapper promises. The C tests show what the calls do; these show that the wrapper passes on what they say.
#include "tests.hpp"

#include <amt_provisioning.hpp>

#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>

namespace {

constexpr std::int64_t NOW = 1795262400; // 2026-11-21T12:00:00Z
constexpr char ANY_HASH[] = "742c3192e607e424eb4549542be1bbc53e6174e2";

std::string contents(const char *name) {
    std::ifstream file(name, std::ios::binary);
    IS(true, file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

// `result`, `span` and `range` are what the version of C++ offers, and otherwise as good.
void types() {
    static_assert(!std::is_copy_constructible_v<amtp::bag> && std::is_nothrow_move_constructible_v<amtp::bag>);
    static_assert(!std::is_copy_assignable_v<amtp::report> && std::is_nothrow_move_assignable_v<amtp::report>);
    static_assert(std::is_move_constructible_v<amtp::result<amtp::bag>>);
    static_assert(std::is_convertible_v<std::vector<std::uint8_t> &, amtp::bytes>);
    static_assert(!std::is_convertible_v<std::vector<std::uint32_t> &, amtp::bytes>);
    static_assert(!std::is_convertible_v<const std::vector<int> &, amtp::span<int>>);
#if defined(EXPECT_STD_EXPECTED)
    static_assert(std::is_same_v<amtp::result<int>, std::expected<int, amtp::error>>);
#endif
#if __cplusplus >= 202002L
    static_assert(std::is_same_v<amtp::bytes, std::span<const std::uint8_t>>);
    static_assert(std::input_iterator<decltype(std::declval<const amtp::bag &>().notes().begin())>);
#endif
    const std::vector<std::uint8_t> three{1, 2, 3};
    const amtp::bytes view(three);
    IS(6, std::accumulate(view.begin(), view.end(), 0));
    IS(3u, view[2]);
    IS(true, amtp::bytes().empty());
    IS(three.data(), view.data());
}

// What may be asked of a range that belongs to a temporary.
template <class T, class = void>
constexpr bool lends_rules = false;
template <class T>
constexpr bool lends_rules<T, std::enable_if_t<!std::is_void_v<decltype(std::declval<T>().rules())>>> = true;
static_assert(lends_rules<amtp::report &> && lends_rules<const amtp::report &> && !lends_rules<amtp::report>);

void failures() {
    auto bag = amtp::bag::make().value();
    bag.set_limits(0, 0, 10).value();
    auto refused = bag.read(amtp::bytes_of("eleven byte"));
    IS(false, refused.has_value());
    IS(AMTP_ERR_INPUT_TOO_LARGE, refused.error().status);
    IS("AMTP_ERR_INPUT_TOO_LARGE", refused.error().name());
    IS(0u, refused.error().message().find("AMTP_ERR_INPUT_TOO_LARGE: "));
    IS(false, refused.error().detail.empty());
    bool caught = false;
    try {
        refused.value();
    } catch (const amtp::bad_result &failure) {
        caught = true;
        IS(AMTP_ERR_INPUT_TOO_LARGE, failure.error().status);
    }
    IS(true, caught);

    auto facts = amtp::facts::make().value();
    auto line = facts.add_root_hashes(std::string(ANY_HASH) + "\n12x4\n");
    IS(AMTP_ERR_HASH_TEXT, line.error().status);
    IS(1u, line.error().item.value());
    IS(2u, line.error().offset.value());
    // A failure that is not of the input has no place, not even that of the one before.
    auto number = facts.set(AMTP_FACT_PLATFORM, 99);
    IS(AMTP_ERR_ENUM, number.error().status);
    IS(false, number.error().item.has_value());
    IS("AMTP_ERR_ENUM: " + std::string(number.error().text()), number.error().message());
    IS(AMTP_ERR_RELEASE, facts.set_release("sixteen").error().status);

    auto policy = amtp::policy::make().value();
    IS(10, policy.get_option(AMTP_POLICY_OPTION_MAX_CHAIN).value());
    IS(AMTP_ERR_RANGE, policy.set(AMTP_POLICY_OPTION_MAX_CHAIN, 256).error().status);
}

void moved() {
    auto first = amtp::bag::make().value();
    first.read(amtp::bytes_of("no certificate")).value();
    auto second = std::move(first);
    IS(1u, second.notes().size());
    IS(nullptr, first.get()); // NOLINT: this is the promise
    IS(true, first.certificates().empty());
    IS(AMTP_ERR_NULL, first.read({}).error().status);
    first = std::move(second);
    IS(1u, first.notes().size());
}

void hashes(const amtp::facts &facts) {
    // FIPS 180-4, the example of one block.
    auto const abc = amtp::hash::compute(AMTP_HASH_ALGORITHM_SHA256, amtp::bytes_of("abc")).value();
    auto const text = amtp::hash::read("BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:"
                                       "FF:61:F2:00:15:AD").value();
    IS(AMTP_HASH_ALGORITHM_SHA256, text.algorithm());
    IS(4u, text.stripped());
    IS(32u, text.value().size());
    IS(0, std::memcmp(abc.value().data(), text.value().data(), 32));
    IS(AMTP_ERR_ENUM, amtp::hash::compute(AMTP_HASH_ALGORITHM_MD5, {}).error().status);
    auto const none = amtp::hash::read("12x4");
    IS(AMTP_ERR_HASH_TEXT, none.error().status);
    IS(false, none.error().detail.empty());
    auto const answer = amtp::check::root_hash(facts, ANY_HASH).value();
    IS(1, answer.error_code);
    IS(false, answer.error_msg.empty() || answer.finding.empty());
}

void judgements(const std::string &chain, const std::string &list) {
    auto bag = amtp::bag::make().value();
    const amtp::bytes items[] = {amtp::bytes_of(chain), amtp::bytes_of("no certificate")};
    bag.read_all(items).value();
    IS(3u, bag.certificates().size());
    IS(0x30u, bag.certificates()[0][0]);
    IS(true, bag.certificates()[3].empty());
    for (auto const &note : bag.notes()) {
        IS(AMTP_ERR_NOT_CERTIFICATE, note.status);
        IS(1u, note.item.value());
        IS(false, note.detail.empty());
    }
    auto facts = amtp::facts::make().value();
    facts.set_release({16, 1, 30, 2269}).value();
    facts.add_suffix("example.net").value();
    facts.add_root_hashes(list).value();
    hashes(facts);
    auto const device = amtp::device::make(facts).value();
    auto prepared = amtp::prepared::make(bag).value();

    auto evaluation = amtp::evaluation::make().value();
    IS(AMTP_VERDICT_NONE, evaluation.verdict());
    IS(false, evaluation.headline().has_value());
    evaluation.judge(prepared, device, NOW).value();
    IS(AMTP_VERDICT_REJECTED, evaluation.verdict());
    IS(AMTP_VERDICT_ACCEPTED, evaluation.certificate_verdict());
    IS("SUFFIX_MISMATCH", evaluation.headline()->name);
    IS(1u, evaluation.findings(AMTP_FINDINGS_FAILURES).size());
    IS("SUFFIX_MISMATCH", evaluation.findings(AMTP_FINDINGS_FAILURES)[0].name);
    IS(0u, evaluation.root_match().value());
    IS(0u, evaluation.missing_inputs());
    evaluation.judge(prepared, device, std::nullopt).value();
    IS(AMTP_MISSING_TIME, static_cast<int>(evaluation.missing_inputs()));
    auto strict = amtp::policy::make().value();
    strict.set(AMTP_POLICY_OPTION_MAX_CHAIN, 2).value();
    evaluation.judge(prepared, device, NOW, &strict).value();
    IS(AMTP_VERDICT_REJECTED, evaluation.certificate_verdict());
    evaluation.judge(prepared, device, NOW).value();

    auto const report = amtp::report::make(prepared, device, NOW).value();
    IS(AMTP_VERDICT_REJECTED, report.verdict());
    IS(report.rules().size(), evaluation.rules().size());
    std::size_t failed = 0, index = 0;
    for (auto const &rule : report.rules()) {
        IS(rule.id, evaluation.rules()[index].id);
        IS(rule.outcome, evaluation.rules()[index].outcome);
        index++;
        if (rule.severity != AMTP_SEVERITY_REJECTS) {
            continue;
        }
        failed++;
        IS(AMTP_OUTCOME_FAIL, rule.outcome);
        IS(true, rule.seen().find("provision.example.com") != std::string::npos);
        IS(true, rule.wanted().find("example.net") != std::string::npos);
        IS(false, rule.remedy().empty());
        IS(1u, rule.findings().size());
        for (auto const &finding : rule.findings()) {
            IS("SUFFIX_MISMATCH", finding.name);
            IS(rule.id, finding.rule);
        }
    }
    IS(1u, failed);
    IS(report.rules().size(), index);
    IS(true, report.rules()[index].id.empty() && report.rules()[index].seen().empty());

    auto const path = report.certificates();
    IS(3u, path.size());
    IS("leaf", path[0].role);
    IS("root", path[2].role);
    IS(path[1].subject, path[0].issuer);
    IS(true, report.certificates(AMTP_CERTIFICATES_UNUSED).empty());
    auto const presented = evaluation.presentation(prepared);
    IS(3u, presented.size());
    for (std::size_t place = 0; place < 3; place++) {
        auto const computed = amtp::hash::compute(AMTP_HASH_ALGORITHM_SHA256, presented[place]).value();
        IS(0, std::memcmp(computed.value().data(), path[place].sha256.data(), 32));
    }
    auto const json = report.json().value();
    IS('{', json.front());
    IS('}', json.back());
    IS(true, json.size() > 1024); // longer than the first buffer
    IS(0u, report.text().value().find("REJECTED"));

    auto const matrix = amtp::matrix::make(prepared, device, NOW).value();
    IS(true, matrix.generations().size() > 10);
    for (auto const &generation : matrix.generations()) {
        IS(false, generation.releases.empty());
        IS(AMTP_VERDICT_REJECTED, generation.verdict);
    }
    matrix.evaluate(0, evaluation).value();
    IS(AMTP_ERR_INDEX, matrix.evaluate(1000, evaluation).error().status);

    std::vector<amtp::prepared> several;
    several.push_back(amtp::prepared::make(amtp::bag::make().value()).value());
    several.push_back(std::move(prepared));
    auto const ranking = amtp::ranking::make(several, device, NOW).value();
    IS(2u, ranking.size());
    IS(1u, ranking.place(0).value());
    IS(0u, ranking.place(1).value());
    IS(false, ranking.place(2).has_value());
    ranking.evaluate(1, evaluation).value();
    IS("INPUT_NOT_CERTIFICATE", evaluation.headline()->name);

    // Object files of other versions of C++ have a `result` of their own.
    IS(AMTP_VERDICT_REJECTED, verdict_by_another(chain, list, NOW));
}

} // namespace

int main(int argc, char **argv) {
    IS(3, argc);
    IS(true, amtp::check_version());
    IS(AMTP_VERSION_STRING, amtp::version());
    types();
    failures();
    moved();
    judgements(contents(argv[1]), contents(argv[2]));
    messages();
    sessions(contents(argv[1]));
}
