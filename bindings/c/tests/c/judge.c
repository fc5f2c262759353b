/* Judges TIMES times through C what benches/src/lib.rs judges in Rust; benches/instructions.sh counts.
 *
 *     judge CHAIN HASHES TIMES */
#include "sample.h"

int main(int argc, char **argv) {
    static char chain[65536], hashes[65536];
    amtp_bag *bag = NULL;
    amtp_prepared *prepared = NULL;
    amtp_facts *facts = NULL;
    amtp_device *device = NULL;
    amtp_policy *policy = NULL;
    amtp_evaluation *evaluation = NULL;
    long times = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
    IS_NOT(0, times);
    IS(AMTP_OK, amtp_bag_new(&bag));
    IS(AMTP_OK, amtp_bag_read(bag, (const uint8_t *)chain, read_file(argv[1], chain, sizeof chain)));
    IS(AMTP_OK, amtp_prepared_new(bag, NULL, 0, NULL, &prepared));
    IS(AMTP_OK, amtp_facts_new(&facts));
    IS(AMTP_OK, amtp_facts_set_release(facts, "16.1.30.2269", 12, AMTP_SOURCE_UNSTATED));
    IS(AMTP_OK, amtp_facts_set(facts, AMTP_FACT_PLATFORM, AMTP_PLATFORM_NOT_H, AMTP_SOURCE_UNSTATED));
    IS(AMTP_OK, amtp_facts_add_suffix(facts, "example.com", 11, AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX, 0));
    IS(AMTP_OK, amtp_facts_add_suffix(facts, "example.com", 11, AMTP_SUFFIX_SOURCE_DHCP_OPTION15, 0));
    IS(AMTP_OK, amtp_facts_add_root_hashes(facts, hashes, read_file(argv[2], hashes, sizeof hashes), -1,
                                           AMTP_SOURCE_HOST_INTERFACE));
    IS(AMTP_OK, amtp_device_new(facts, &device));
    IS(AMTP_OK, amtp_policy_new(&policy));
    IS(AMTP_OK, amtp_evaluation_new(&evaluation));
    while (times-- > 0) {
        IS(AMTP_OK, amtp_judge(prepared, device, policy, 2082758400, evaluation));
    }
    IS(AMTP_VERDICT_ACCEPTED, amtp_evaluation_verdict(evaluation));
    amtp_evaluation_free(evaluation);
    amtp_policy_free(policy);
    amtp_device_free(device);
    amtp_facts_free(facts);
    amtp_prepared_free(prepared);
    amtp_bag_free(bag);
    return 0;
}
