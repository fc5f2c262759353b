/* How devices find their server, and ask it to provision them. Expected UUIDs are those of Python's uuid. */
#include "sample.h"

/* Two fragments and a byte too many; the order of the UUID is that of SMBIOS. */
static const uint8_t PKI[] = {
    1, 0, 3, 0, 2, 0, 0, 0, 0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
    0xff, 1, 1, 20, 0x74, 0x2c, 0x31, 0x92, 0xe6, 0x07, 0xe4, 0x24, 0xeb, 0x45, 0x49, 0x54, 0x2b, 0xe1, 0xbb, 0xc5,
    0x3e, 0x61, 0x74, 0xe2, 0xab};
static const uint8_t PSK[] = {1,    0,    2,    0,    0,    0,    0,    0,    0x33, 0x22, 0x11,
                              0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd,
                              0xee, 0xff, 'A',  'B',  'C',  'D',  '1',  '2',  '3',  '4'};

static void hello(struct sample *s) {
    amtp_hello *hello = s->scratch_amtp_hello;
    amtp_hello_fields *fields = &s->out_amtp_hello_fields;
    amtp_hello_progress *progress = &s->out_amtp_hello_progress;
    amtp_hello_hash *entry = &s->out_amtp_hello_hash;
    amtp_bytes value;
    size_t length;
    IS(AMTP_ERR_ABSENT, amtp_hello_get(hello, fields));
    IS(AMTP_OK, amtp_hello_push(hello, PKI, 27, progress));
    IS(20, progress->least);
    progress->struct_size = 0;
    IS(AMTP_ERR_STRUCT_SIZE, amtp_hello_push(hello, PKI + 27, 21, progress));
    progress->struct_size = sizeof *progress;
    IS(AMTP_OK, amtp_hello_push(hello, PKI + 27, 21, progress));
    IS(0, progress->least);
    IS(1, progress->trailing);
    IS(AMTP_ERR_ABSENT, amtp_hello_get(hello, fields));
    IS(AMTP_OK, amtp_hello_finish(hello));
    IS(AMTP_OK, amtp_hello_get(hello, fields));
    IS(3, fields->version);
    IS(2, fields->retry_count);
    IS(1, fields->credentials_set);
    IS(1, fields->hashes);
    IS(0, fields->pid.len);
    IS_BYTES("\xab", fields->trailing.ptr, fields->trailing.len);
    IS(AMTP_OK, amtp_uuid_text(&fields->uuid, s->buf, sizeof s->buf, &length));
    IS_BYTES("00112233-4455-6677-8899-aabbccddeeff", s->buf, length);
    IS(AMTP_OK, amtp_uuid_swapped(&fields->uuid, &s->out_amtp_uuid));
    IS(0, memcmp(s->out_amtp_uuid.bytes, PKI + 8, 16));
    IS(AMTP_OK, amtp_hello_entry(hello, 0, entry));
    IS(1, entry->algorithm_id);
    IS(20, entry->value.len);
    IS(0, memcmp(entry->value.ptr, PKI + 27, 20));
    IS_TEXT("VeriSign Class 3 Public Primary Certification Authority - G1", entry->known_root);
    IS(AMTP_ERR_INDEX, amtp_hello_entry(hello, 1, entry));
    IS(1, amtp_hello_finding_count(hello));
    IS(AMTP_OK, amtp_hello_finding(hello, 0, &s->out_amtp_finding));
    IS_TEXT("HELLO_TRAILING_BYTES", s->out_amtp_finding.name);

    /* What is written is what was read. */
    value = entry->value;
    IS(AMTP_OK, amtp_hello_write(fields, &value, 1, (uint8_t *)s->buf, sizeof s->buf, &length));
    IS(sizeof PKI - 1, length);
    IS(0, memcmp(s->buf, PKI, length));
    IS(AMTP_ERR_BUFFER, amtp_hello_write(fields, &value, 1, NULL, 0, &length));
    fields->pid = bytes("ABCD1234");
    IS(AMTP_ERR_RANGE, amtp_hello_write(fields, &value, 1, NULL, 0, &length));
    fields->version = 2;
    IS(AMTP_ERR_RANGE, amtp_hello_write(fields, &value, 1, NULL, 0, &length));
    fields->retry_count = 0;
    IS(AMTP_OK, amtp_hello_write(fields, NULL, 0, (uint8_t *)s->buf, sizeof s->buf, &length));
    IS(sizeof PSK, length);
    IS(0, memcmp(s->buf, PSK, length));

    /* The facts are those of the message, with its source; a message without a list leaves it alone. */
    IS(AMTP_OK, amtp_check_root_hash(s->scratch_amtp_facts, HASH, 40, &s->out_amtp_check));
    IS_TEXT("ROOT_HASH_LIST_UNAVAILABLE", s->out_amtp_check.finding);
    IS(AMTP_OK, amtp_facts_set_hello(s->scratch_amtp_facts, hello));
    IS(AMTP_OK, amtp_hello_read(hello, PSK, sizeof PSK));
    IS(AMTP_OK, amtp_hello_get(hello, fields));
    IS_BYTES("ABCD1234", fields->pid.ptr, fields->pid.len);
    IS(AMTP_ERR_INDEX, amtp_hello_entry(hello, 0, entry));
    IS(AMTP_OK, amtp_facts_set_hello(s->scratch_amtp_facts, hello));
    IS(AMTP_OK, amtp_check_root_hash(s->scratch_amtp_facts, HASH, 40, &s->out_amtp_check));
    IS(0, s->out_amtp_check.error_code);

    IS(AMTP_OK, amtp_hello_push(hello, PKI, 26, progress));
    IS(AMTP_ERR_HELLO_HASH_LENGTH, amtp_hello_push(hello, (const uint8_t *)"\x10", 1, progress));
    IS(AMTP_OK, amtp_hello_error(hello, &s->out_amtp_error));
    IS(25, s->out_amtp_error.offset); /* of the entry */
    IS(AMTP_OK, amtp_hello_error_text(hello, s->buf, sizeof s->buf, &length));
    IS(AMTP_OK, amtp_hello_error_finding(hello, &s->out_amtp_finding));
    IS_TEXT("HELLO_MALFORMED", s->out_amtp_finding.name);
    IS(AMTP_ERR_HELLO_TRUNCATED, amtp_hello_read(hello, PKI, 40));
    IS(AMTP_OK, amtp_hello_error(hello, &s->out_amtp_error));
    IS(40, s->out_amtp_error.offset);
    IS(AMTP_ERR_HELLO_HTTP_PROBE, amtp_hello_read(hello, (const uint8_t *)"GET / HTTP/1.1\r\n", 16));
    IS(AMTP_ERR_ENUM, amtp_hello_new(2, 0, &hello));
}

static void times(struct sample *s) {
    int64_t next;
    IS(40, amtp_hello_schedule_count());
    IS(AMTP_OK, amtp_hello_schedule_due(39, &s->out_uint64_t));
    IS(1445 * 60, s->out_uint64_t);
    IS(AMTP_ERR_INDEX, amtp_hello_schedule_due(40, &s->out_uint64_t));
    IS(AMTP_OK, amtp_hello_schedule_next(NOW, NOW + 270, &next));
    IS(NOW + 540, next);
    IS(AMTP_ERR_ABSENT, amtp_hello_schedule_next(NOW, NOW + 1444 * 60, &next));
    IS(AMTP_WINDOW_OPEN, amtp_hello_window(NOW, NOW, AMTP_TIME_UNKNOWN, NOW + 6 * 3600 - 1));
    IS(AMTP_WINDOW_MAYBE_CLOSED, amtp_hello_window(NOW, NOW, AMTP_TIME_UNKNOWN, NOW + 6 * 3600));
    IS(AMTP_WINDOW_OPEN, amtp_hello_window(NOW, NOW, NOW + 7 * 3600, NOW + 6 * 3600));
    IS(AMTP_WINDOW_CLOSED, amtp_hello_window(NOW, NOW, AMTP_TIME_UNKNOWN, NOW + 1445 * 60 + 1));
    IS(AMTP_OK, amtp_uuid_read("00112233-4455-6677-8899-AABBCCDDEEFF", 36, &s->out_amtp_uuid));
    IS(0xff, s->out_amtp_uuid.bytes[15]);
    IS(AMTP_ERR_UUID, amtp_uuid_read("00112233", 8, &s->out_amtp_uuid));
    IS(AMTP_ERR_ABSENT, amtp_uuid_problem("00112233-4455-6677-8899-AABBCCDDEEFF", 36, NULL, 0, &s->out_size_t));
}

/* Where a device looks for its server: one method excludes the next (hosts by Intel's guide). */
static void server(struct sample *s) {
    static const struct { int32_t method; const char *value; size_t hosts; const char *first; } rows[] = {
        {AMTP_LOOKUP_METHOD_DHCP_V6_OPTION24, "b.example", 1, "provisionserver.b.example"},
        {AMTP_LOOKUP_METHOD_DHCP_OPTION15, "corp.example.com", 2, "provisionserver.corp.example.com"},
        {AMTP_LOOKUP_METHOD_INTERNAL_DOMAIN, "in.example", 3, "provisionserver.in.example"},
        {AMTP_LOOKUP_METHOD_FQDN, "amt.example.com", 1, "amt.example.com"},
        {AMTP_LOOKUP_METHOD_ADDRESS, "2001:db8::7", 1, "2001:db8::7"},
    };
    amtp_server_lookup *lookup = s->scratch_amtp_server_lookup;
    amtp_server_lookup *named = s->amtp_server_lookup;
    amtp_str host;
    size_t i, length;
    host.ptr = s->buf;
    IS(0, amtp_server_lookup_count(lookup));
    IS(AMTP_LOOKUP_METHOD_NONE, amtp_server_lookup_method(lookup, 0));
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        IS(AMTP_OK, amtp_server_lookup_set(lookup, rows[i].method, rows[i].value, strlen(rows[i].value)));
        IS(rows[i].hosts, amtp_server_lookup_count(lookup));
        IS(rows[i].method, amtp_server_lookup_method(lookup, 0));
        IS(AMTP_OK, amtp_server_lookup_host(lookup, 0, s->buf, sizeof s->buf, &host.len));
        IS_TEXT(rows[i].first, host);
        IS(AMTP_ERR_INDEX, amtp_server_lookup_host(lookup, rows[i].hosts, s->buf, sizeof s->buf, &length));
    }
    IS(AMTP_ERR_RANGE, amtp_server_lookup_set(lookup, AMTP_LOOKUP_METHOD_ADDRESS, "192.0.2", 7));
    IS(AMTP_ERR_ENUM, amtp_server_lookup_set(lookup, AMTP_LOOKUP_METHOD_NONE, "a.b", 3));
    IS(AMTP_ERR_NAME, amtp_server_lookup_set(lookup, AMTP_LOOKUP_METHOD_FQDN, "a b", 3));
    IS(AMTP_OK, amtp_server_lookup_error(lookup, &s->out_amtp_error));
    IS(AMTP_ERR_NAME, s->out_amtp_error.status);
    IS(AMTP_OK, amtp_server_lookup_error_text(lookup, s->buf, sizeof s->buf, &length));
    IS(1, length > 0);
    IS(AMTP_ERR_ENUM, amtp_server_lookup_set_no_dns_server(lookup, 2));
    /* Without DNS no name is of use, but the address is. */
    IS(AMTP_OK, amtp_server_lookup_set_no_dns_server(lookup, 1));
    IS(1, amtp_server_lookup_count(lookup));
    IS(AMTP_OK, amtp_server_lookup_set_no_dns_server(named, 1));
    IS(0, amtp_server_lookup_count(named));
    IS(AMTP_OK, amtp_server_lookup_set_no_dns_server(named, 0));
    IS(1, amtp_server_lookup_count(named));
}

int main(int argc, char **argv) {
    struct sample s;
    sample_new(&s, argc, argv);
    hello(&s);
    times(&s);
    server(&s);
    sample_free(&s);
    return 0;
}
