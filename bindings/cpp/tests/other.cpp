#include "tests.hpp"

#include <amt_provisioning.hpp>

int verdict_by_another(const std::string &chain, const std::string &hashes, std::int64_t now) {
    auto bag = amtp::bag::make().value();
    bag.read(amtp::bytes_of(chain)).value();
    auto facts = amtp::facts::make().value();
    facts.set_release("16.1.30").value();
    facts.add_suffix("example.net").value();
    facts.add_root_hashes(hashes).value();
    auto evaluation = amtp::evaluation::make().value();
    evaluation.judge(amtp::prepared::make(bag).value(), amtp::device::make(facts).value(), now).value();
    return evaluation.verdict();
}
