#include <amt_provisioning.h>
#include <stdio.h>

/* Will this certificate provision a device of release 16.1 that holds the root hashes of a file? */
int main(int argc, char **argv) {
    static char chain[65536], hashes[65536];
    amtp_bag *bag = NULL;
    amtp_prepared *prepared = NULL;
    amtp_facts *facts = NULL;
    amtp_device *device = NULL;
    amtp_evaluation *evaluation = NULL;
    amtp_verdict verdict = AMTP_VERDICT_NONE;
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    FILE *list = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (AMTP_CHECK_VERSION() && file && list
        && !amtp_bag_new(&bag)
        && !amtp_bag_read(bag, (const uint8_t *)chain, fread(chain, 1, sizeof chain, file))
        && !amtp_prepared_new(bag, NULL, 0, NULL, &prepared)
        && !amtp_facts_new(&facts)
        && !amtp_facts_set_release(facts, "16.1.30", 7, AMTP_SOURCE_OPERATOR)
        && !amtp_facts_add_suffix(facts, "example.com", 11, AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX, AMTP_SOURCE_OPERATOR)
        && !amtp_facts_add_root_hashes(facts, hashes, fread(hashes, 1, sizeof hashes, list), 1, AMTP_SOURCE_OPERATOR)
        && !amtp_device_new(facts, &device)
        && !amtp_evaluation_new(&evaluation)
        && !amtp_judge(prepared, device, NULL, 1795262400 /* 2026-11-21T12:00:00Z */, evaluation)) {
        verdict = amtp_evaluation_verdict(evaluation);
        puts(verdict == AMTP_VERDICT_ACCEPTED ? "accepted" : "not accepted");
    }
    amtp_evaluation_free(evaluation);
    amtp_device_free(device);
    amtp_facts_free(facts);
    amtp_prepared_free(prepared);
    amtp_bag_free(bag);
    if (file) fclose(file);
    if (list) fclose(list);
    return verdict == AMTP_VERDICT_ACCEPTED ? 0 : 1;
}
