/* Provisions a device: the library says what to do next, the program does it with its own sockets, store and clock.
 *
 * cc -Iinclude examples/provision.c -lamt_provisioning -o provision
 * ./provision CHAIN HELLO      (examples/amtp/data/provisioning-chain.pem and hello.bin)
 *
 * Everything a program has to bring stands in `struct program`; here it is scripted, so that the example runs
 * anywhere: the network is a struct, the clock a number that jumps to the end of each wait.
 */
#include <amt_provisioning.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST "pc7"
#define DOMAIN "example.com"
#define ADDRESS "192.0.2.7"
/* The numbers under which this program holds secrets: the session knows these numbers, never the secrets. */
enum { CONSOLE_ACCOUNT, OPERATOR, FIRST_NEW, SECRETS = 8 };

struct device {
    char password[64];
    int64_t time;
    uint32_t state, mode, commits, acl_entry;
};

struct program {
    amtp_service_point *service;
    amtp_device_settings *settings;
    amtp_session *session;
    uint64_t monotonic; /* milliseconds */
    int64_t wall;       /* seconds since 1970 */
    char secrets[SECRETS][64];
    size_t secret_count;
    struct device device;
    /* What the session waits for, and the answer to it. An input may be given only when every output was taken, and
     * what an output shows is gone with the next one: so a thing is done at once, and told later. */
    amtp_output asked;
    uint8_t random[256];
    int refused; /* the account, by 401 */
    amtp_reply reply;
    int restarted;
};

/* Ends the program if a call failed that cannot fail while the program is right. */
static void check(amtp_status status, const char *what) {
    amtp_str text = amtp_status_text(status);
    if (status == AMTP_OK)
        return;
    fprintf(stderr, "%s: %.*s (%d)\n", what, (int)text.len, text.ptr, (int)status);
    exit(1);
}

static size_t read_file(const char *name, uint8_t *to, size_t cap) {
    FILE *file = fopen(name, "rb");
    size_t length;
    if (!file) {
        perror(name);
        exit(1);
    }
    length = fread(to, 1, cap, file);
    fclose(file);
    return length;
}

/* Inputs that can be refused for what they hold tell why. */
static void told(const struct program *p, amtp_status status) {
    char why[256];
    size_t length;
    if (status == AMTP_OK)
        return;
    if (amtp_session_error_text(p->session, why, sizeof why, &length) == AMTP_OK)
        fprintf(stderr, "%.*s\n", (int)length, why);
    check(status, "an input");
}

/* The certificate, prepared once, and what all sessions share. */
static void make_service(struct program *p, const char *chain) {
    static uint8_t pem[65536];
    amtp_bag *bag = NULL;
    amtp_prepared *certificate = NULL;
    size_t length = read_file(chain, pem, sizeof pem);
    check(amtp_bag_new(&bag), "certificates");
    check(amtp_bag_read(bag, pem, length), chain);
    /* NULL: the public key that belongs to the private one. Given, a certificate for another key is noticed. */
    check(amtp_prepared_new(bag, NULL, 0, NULL, &certificate), "certificates");
    check(amtp_service_point_new(&p->service), "service point");
    check(amtp_service_point_add_certificate(p->service, certificate), "service point");
    check(amtp_service_point_add_account(p->service, CONSOLE_ACCOUNT), "service point");
    amtp_prepared_free(certificate); /* the service point shares it */
    amtp_bag_free(bag);
}

/* What the registry knows about the device, and what it shall become. */
static void make_settings(struct program *p) {
    static const uint32_t realms[] = {2, 3};
    amtp_facts *facts = NULL;
    check(amtp_facts_new(&facts), "facts");
    check(amtp_facts_set_release(facts, "11.8.50", 7, AMTP_SOURCE_OPERATOR), "release");
    check(amtp_facts_add_suffix(facts, DOMAIN, sizeof DOMAIN - 1, AMTP_SUFFIX_SOURCE_DHCP_OPTION15, AMTP_SOURCE_OPERATOR),
          "suffix");
    check(amtp_device_settings_new(&p->settings), "settings");
    check(amtp_device_settings_set_facts(p->settings, facts), "settings");
    check(amtp_device_settings_set_names(p->settings, HOST, sizeof HOST - 1, DOMAIN, sizeof DOMAIN - 1,
                                         AMTP_NAMES_FROM_IMPORT),
          "names");
    check(amtp_device_settings_set_mebx(p->settings, AMTP_MEBX_PASSWORD_RANDOM, 0, -1, AMTP_MEBX_POLICY_UNKNOWN),
          "MEBx password");
    check(amtp_device_settings_set_option(p->settings, AMTP_DEVICE_OPTION_WEB_UI, 1), "web user interface");
    check(amtp_device_settings_add_digest_user(p->settings, "operator", 8, OPERATOR, AMTP_ACL_ACCESS_NETWORK, realms, 2),
          "operator");
    amtp_facts_free(facts);
}

/* A Hello begins the session. */
static void begin(struct program *p, const char *file) {
    uint8_t bytes[4096];
    amtp_hello *hello = NULL;
    size_t length = read_file(file, bytes, sizeof bytes);
    check(amtp_hello_new(0, 0, &hello), "Hello");
    check(amtp_hello_read(hello, bytes, length), file);
    check(amtp_session_out_of_band(p->service, hello, ADDRESS, sizeof ADDRESS - 1, p->monotonic, p->wall, &p->session),
          "session");
    amtp_hello_free(hello);
}

/* Text operand of the call, for the scripted device. */
static amtp_str operand(const struct program *p, int32_t operand) {
    amtp_str text;
    check(amtp_session_operand_text(p->session, operand, 0, &text), "operand");
    return text;
}

/* The secret that an operand of the call stands for. */
static const char *secret(const struct program *p) {
    uint64_t reference;
    check(amtp_session_operand_reference(p->session, AMTP_OPERAND_SECRET, &reference), "operand");
    if (reference >= p->secret_count) {
        fprintf(stderr, "the device would get a secret that is not stored\n");
        exit(1);
    }
    return p->secrets[reference];
}

/* What a device does: in a real program a WS-Management message over HTTP, such as that of `amtp_exchange`, which
 * does the 401 and the digest. */
static void call(struct program *p) {
    static const char realm[] = "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";
    struct device *device = &p->device;
    amtp_reply *reply = &p->reply;
    const amtp_output *out = &p->asked;
    const char *password = out->account == AMTP_ACCOUNT_STORED    ? p->secrets[out->account_reference]
                           : out->account == AMTP_ACCOUNT_FACTORY ? "admin"
                                                                  : "";
    int64_t handle;
    memset(reply, 0, sizeof *reply);
    reply->struct_size = sizeof *reply;
    p->refused = strcmp(password, device->password) != 0;
    if (p->refused)
        return;
    switch (out->operation) {
    case AMTP_OPERATION_GET_GENERAL_SETTINGS:
        reply->kind = AMTP_REPLY_KIND_GENERAL_SETTINGS;
        reply->data.ptr = (const uint8_t *)realm;
        reply->data.len = sizeof realm - 1;
        break;
    case AMTP_OPERATION_GET_SETUP_SERVICE:
        reply->kind = AMTP_REPLY_KIND_SETUP_SERVICE;
        reply->number = device->state;
        break;
    case AMTP_OPERATION_GET_CONTROL_MODE:
        reply->kind = AMTP_REPLY_KIND_CONTROL_MODE;
        reply->number = device->mode;
        break;
    case AMTP_OPERATION_GET_RELEASE:
        reply->kind = AMTP_REPLY_KIND_RELEASE;
        reply->data.ptr = (const uint8_t *)"11.8.50.3425";
        reply->data.len = 12;
        break;
    case AMTP_OPERATION_GET_TIME:
        reply->kind = AMTP_REPLY_KIND_TIME;
        reply->number = device->time;
        break;
    case AMTP_OPERATION_SET_TIME:
        check(amtp_session_operand_number(p->session, AMTP_OPERAND_SENT_TIME, 0, &device->time), "operand");
        break;
    case AMTP_OPERATION_SET_ADMIN_PASSWORD:
        strcpy(device->password, secret(p));
        break;
    case AMTP_OPERATION_SET_MEBX_PASSWORD:
        (void)secret(p);
        break;
    case AMTP_OPERATION_COMMIT_CHANGES:
        device->state = 2;
        device->mode = 2;
        device->commits++;
        break;
    case AMTP_OPERATION_LIST_ACL_ENTRIES:
        reply->kind = AMTP_REPLY_KIND_ACL_ENTRIES;
        reply->numbers = &device->acl_entry;
        reply->count = device->acl_entry != 0;
        break;
    case AMTP_OPERATION_REMOVE_ACL_ENTRY:
        check(amtp_session_operand_number(p->session, AMTP_OPERAND_HANDLE, 0, &handle), "operand");
        if (handle == device->acl_entry)
            device->acl_entry = 0;
        break;
    case AMTP_OPERATION_SET_NAMES: {
        amtp_str host = operand(p, AMTP_OPERAND_HOST), domain = operand(p, AMTP_OPERAND_DOMAIN);
        printf("  named %.*s.%.*s\n", (int)host.len, host.ptr, (int)domain.len, domain.ptr);
        break;
    }
    case AMTP_OPERATION_ADD_ACL_ENTRY: {
        amtp_str user = operand(p, AMTP_OPERAND_USER);
        printf("  %.*s may use %u realms\n", (int)user.len, user.ptr,
               (unsigned)amtp_session_operand_count(p->session, AMTP_OPERAND_ACL_REALM));
        break;
    }
    default: /* AMTP_OPERATION_SET_WEB_UI: return value 0 */
        break;
    }
}

/* Opens the connection that the session asks for. */
static void open_connection(const struct program *p) {
    amtp_endpoint endpoint;
    amtp_bytes certificate;
    size_t i;
    endpoint.struct_size = sizeof endpoint;
    check(amtp_session_endpoint(p->session, &endpoint), "endpoint");
    printf("  connect to %.*s, port %u, %u certificates\n", (int)endpoint.address.len, endpoint.address.ptr,
           (unsigned)endpoint.port, (unsigned)endpoint.certificates);
    /* To be presented in exactly this order, the root included: firmware wants it. */
    for (i = 0; i < endpoint.certificates; i++)
        check(amtp_session_endpoint_certificate(p->session, i, &certificate), "certificate");
}

/* Does what an output says, and keeps what is to be told. */
static void act(struct program *p, const amtp_output *out) {
    char text[512];
    size_t i, length;
    switch (out->kind) {
    case AMTP_OUTPUT_KIND_EVENT:
        check(amtp_session_event_text(p->session, text, sizeof text, &length), "event");
        printf("%.*s\n", (int)length, text);
        return;
    case AMTP_OUTPUT_KIND_CLOSE:
        printf("  close\n");
        return;
    case AMTP_OUTPUT_KIND_NONE: /* of a later version; nothing to do about it */
    case AMTP_OUTPUT_KIND_REQUEST_DEVICE_CERTIFICATE:
        return;
    case AMTP_OUTPUT_KIND_CONNECT:
        open_connection(p);
        break;
    case AMTP_OUTPUT_KIND_INVOKE:
        if (out->new_connection)
            open_connection(p);
        p->asked = *out;
        call(p);
        break;
    case AMTP_OUTPUT_KIND_NEED_RANDOM:
        /* getrandom() or BCryptGenRandom() in a real program. */
        for (i = 0; i < sizeof p->random; i++)
            p->random[i] = (uint8_t)(i * 167 + p->monotonic);
        break;
    case AMTP_OUTPUT_KIND_PERSIST:
        /* The last time that the secret is shown. It must be on disk before the session is told so: the device gets
         * it right after, and nobody could log in again if it were lost. */
        if (p->secret_count >= SECRETS || out->secret.len >= sizeof p->secrets[0]) {
            fprintf(stderr, "the store is full\n");
            exit(1);
        }
        memcpy(p->secrets[p->secret_count++], out->secret.ptr, out->secret.len);
        break;
    default:
        break;
    }
    p->asked = *out;
}

/* Tells what came of it, now that the session waits. */
static void answer(struct program *p) {
    amtp_session *s = p->session;
    const amtp_output *asked = &p->asked;
    /* What a device up to release 14 shows in setup: self-signed, with dates and bytes that mean nothing. */
    static const amtp_bytes peer = {(const uint8_t *)"self-signed", 11};
    amtp_uuid uuid = asked->uuid;
    char canonical[36];
    size_t length;
    switch (asked->kind) {
    case AMTP_OUTPUT_KIND_RESOLVE:
        check(amtp_uuid_text(&uuid, canonical, sizeof canonical, &length), "UUID");
        printf("  look up %.*s\n", (int)length, canonical);
        told(p, amtp_session_resolved(s, p->monotonic, p->wall, p->settings));
        break;
    case AMTP_OUTPUT_KIND_CONNECT:
        told(p, amtp_session_connected(s, p->monotonic, p->wall, &peer, 1));
        break;
    case AMTP_OUTPUT_KIND_INVOKE:
        if (p->refused)
            told(p, amtp_session_failed(s, p->monotonic, p->wall, asked->message, asked->sending,
                                        AMTP_CALL_FAILURE_REFUSED, AMTP_REFUSAL_WRONG_CREDENTIALS));
        else
            told(p, amtp_session_answered(s, p->monotonic, p->wall, asked->message, asked->sending, &p->reply));
        break;
    case AMTP_OUTPUT_KIND_NEED_RANDOM:
        told(p, amtp_session_random(s, p->monotonic, p->wall, p->random, asked->length));
        break;
    case AMTP_OUTPUT_KIND_PERSIST:
        told(p, amtp_session_stored(s, p->monotonic, p->wall, (int32_t)asked->purpose, p->secret_count - 1));
        break;
    case AMTP_OUTPUT_KIND_WAIT_UNTIL: { /* nothing was asked for but to wait */
        uint64_t span = asked->until > p->monotonic ? asked->until - p->monotonic : 0;
        p->monotonic += span;
        p->wall += (int64_t)(span / 1000);
        told(p, amtp_session_tick(s, p->monotonic, p->wall));
        break;
    }
    default:
        fprintf(stderr, "nothing answers output %d\n", (int)asked->kind);
        exit(1);
    }
}

/* As if the program had been killed and started again: the session goes on from what was saved. A real program saves
 * whenever the session waits. What was asked for and not answered is asked for again; the password that was stored and
 * never acknowledged is not used. */
static void restart(struct program *p) {
    uint8_t snapshot[16384];
    size_t length;
    check(amtp_session_snapshot(p->session, snapshot, sizeof snapshot, &length), "snapshot");
    amtp_session_free(p->session);
    p->session = NULL;
    /* Another process, another monotonic clock: what was left of a wait is kept, not its end. */
    p->monotonic = 5;
    check(amtp_session_restore_out_of_band(p->service, p->settings, snapshot, length, p->monotonic, p->wall, &p->session),
          "restore");
    p->restarted = 1;
    printf("  restarted from %u bytes\n", (unsigned)length);
}

/* Runs until the session has finished. */
static void run(struct program *p) {
    amtp_output out;
    out.struct_size = sizeof out;
    p->asked.kind = AMTP_OUTPUT_KIND_WAIT_UNTIL;
    for (;;) {
        check(amtp_session_poll(p->session, &out), "poll");
        if (out.kind == AMTP_OUTPUT_KIND_FINISHED)
            return;
        if (out.kind != AMTP_OUTPUT_KIND_WAIT_UNTIL) {
            act(p, &out);
            continue;
        }
        if (p->asked.kind == AMTP_OUTPUT_KIND_WAIT_UNTIL)
            p->asked.until = out.until;
        /* The middle: the new password is stored, and the device is about to get it. */
        if (!p->restarted && p->asked.kind == AMTP_OUTPUT_KIND_PERSIST)
            restart(p);
        else
            answer(p);
        p->asked.kind = AMTP_OUTPUT_KIND_WAIT_UNTIL;
    }
}

/* The result: success, or what was found, at which step, and what to do about it. */
static int report(const struct program *p) {
    amtp_session_outcome outcome;
    amtp_finding finding;
    char text[512];
    size_t length;
    outcome.struct_size = sizeof outcome;
    finding.struct_size = sizeof finding;
    check(amtp_session_result(p->session, &outcome), "result");
    if (!outcome.success) {
        check(amtp_session_cause_text(p->session, text, sizeof text, &length), "cause");
        check(amtp_session_cause(p->session, &finding), "cause");
        printf("failed: %.*s\n%.*s\n", (int)length, text, (int)finding.remedy.len, finding.remedy.ptr);
        return 1;
    }
    printf("provisioned; the admin password is number %" PRIu64 ", the MEBx password number %" PRIu64 "\n",
           outcome.admin_password, outcome.mebx_password);
    /* What the device itself says. */
    if (p->device.commits != 1 || strcmp(p->device.password, p->secrets[outcome.admin_password]) != 0) {
        printf("the device does not agree\n");
        return 1;
    }
    return 0;
}

int main(int argc, char **argv) {
    static struct program p;
    int code;
    if (argc != 3 || !AMTP_CHECK_VERSION()) {
        fprintf(stderr, argc != 3 ? "usage: provision CHAIN HELLO\n" : "another version of the library\n");
        return 2;
    }
    p.wall = 1795262400; /* 2026-11-21, so that the example's certificate is valid */
    p.device.state = 1;
    p.device.acl_entry = 5;
    p.device.time = 1100000000;
    strcpy(p.device.password, "admin");
    strcpy(p.secrets[CONSOLE_ACCOUNT], "P@ssw0rd");
    strcpy(p.secrets[OPERATOR], "0perat0r!");
    p.secret_count = FIRST_NEW;
    make_service(&p, argv[1]);
    make_settings(&p);
    begin(&p, argv[2]);
    run(&p);
    code = report(&p);
    amtp_session_free(p.session);
    amtp_device_settings_free(p.settings);
    amtp_service_point_free(p.service);
    return code;
}
