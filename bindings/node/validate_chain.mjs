// examples/validate_chain.c through koffi: Node calls the shared library, nothing is compiled.
//
//     node validate_chain.mjs LIBRARY CHAIN HASHES RELEASE SUFFIX TIME
import { readFileSync } from 'node:fs';
import koffi from 'koffi';

const SOURCE_OPERATOR = 1;
const SUFFIX_SOURCE_PKI_DNS_SUFFIX = 1;
const ERR_BUFFER = -2;
const EXIT = { 1: 0, 2: 1, 3: 2, 4: 0 }; // by verdict

const [file, chain, hashes, release, suffix, time] = process.argv.slice(2);
if (time === undefined || !/^-?\d+$/.test(time)) {
    console.error('validate_chain.mjs LIBRARY CHAIN HASHES RELEASE SUFFIX TIME');
    process.exit(64);
}

const library = koffi.load(file);
koffi.struct('amtp_str', { ptr: 'const void *', len: 'size_t' });
for (const handle of ['bag', 'prepared', 'facts', 'device', 'policy', 'report']) {
    koffi.opaque(`amtp_${handle}`);
}
const c = Object.fromEntries(
    [
        'amtp_str amtp_status_name(int32_t status)',
        'int32_t amtp_bag_new(_Out_ amtp_bag **out)',
        'void amtp_bag_free(amtp_bag *bag)',
        'int32_t amtp_bag_read(amtp_bag *bag, const uint8_t *data, size_t len)',
        'int32_t amtp_prepared_new(amtp_bag *bag, const uint8_t *key, size_t len, const void *limits, _Out_ amtp_prepared **out)',
        'void amtp_prepared_free(amtp_prepared *prepared)',
        'int32_t amtp_facts_new(_Out_ amtp_facts **out)',
        'void amtp_facts_free(amtp_facts *facts)',
        'int32_t amtp_facts_set_release(amtp_facts *facts, const uint8_t *release, size_t len, int32_t source)',
        'int32_t amtp_facts_add_suffix(amtp_facts *facts, const uint8_t *suffix, size_t len, int32_t from, int32_t source)',
        'int32_t amtp_facts_add_root_hashes(amtp_facts *facts, const uint8_t *lines, size_t len, int32_t active, int32_t source)',
        'int32_t amtp_facts_error_text(amtp_facts *facts, _Out_ uint8_t *buf, size_t cap, _Out_ size_t *out_len)',
        'int32_t amtp_device_new(amtp_facts *facts, _Out_ amtp_device **out)',
        'void amtp_device_free(amtp_device *device)',
        'int32_t amtp_report_new(amtp_prepared *prepared, amtp_device *device, amtp_policy *policy, int64_t now, _Out_ amtp_report **out)',
        'void amtp_report_free(amtp_report *report)',
        'int32_t amtp_report_verdict(amtp_report *report)',
        'int32_t amtp_report_json(amtp_report *report, _Out_ uint8_t *buf, size_t cap, _Out_ size_t *out_len)',
    ].map((declaration) => [/amtp_(\w+)\(/.exec(declaration)[1], library.func(declaration)]),
);

class Failure extends Error {}

function check(status, detail) {
    if (status !== 0) {
        const name = c.status_name(status);
        throw new Failure(`${koffi.decode(name.ptr, 'char', Number(name.len))}: ${detail?.() ?? ''}`);
    }
}

// What `call(buf, cap, out_len)` writes.
function rendered(call) {
    const length = [0];
    let status = call(null, 0, length);
    const buffer = Buffer.alloc(Number(length[0]));
    if (status === ERR_BUFFER) {
        status = call(buffer, buffer.length, length);
    }
    check(status);
    return buffer.toString('utf8', 0, Number(length[0]));
}

const owned = [];
function make(noun, ...given) {
    const out = [null];
    check(c[`${noun}_new`](...given, out));
    owned.push(() => c[`${noun}_free`](out[0]));
    return out[0];
}

function read(name) {
    try {
        return readFileSync(name);
    } catch (error) {
        console.error(error.message);
        process.exit(66);
    }
}

const [certificates, list] = [read(chain), read(hashes)];
try {
    const bag = make('bag');
    check(c.bag_read(bag, certificates, certificates.length));
    const prepared = make('prepared', bag, null, 0, null);
    const facts = make('facts');
    const say = (status) => check(status, () => rendered((...out) => c.facts_error_text(facts, ...out)));
    say(c.facts_set_release(facts, Buffer.from(release), Buffer.byteLength(release), SOURCE_OPERATOR));
    say(c.facts_add_suffix(facts, Buffer.from(suffix), Buffer.byteLength(suffix), SUFFIX_SOURCE_PKI_DNS_SUFFIX, SOURCE_OPERATOR));
    say(c.facts_add_root_hashes(facts, list, list.length, 1, SOURCE_OPERATOR));
    const report = make('report', prepared, make('device', facts), null, BigInt(time));
    console.log(rendered((...out) => c.report_json(report, ...out)));
    process.exitCode = EXIT[c.report_verdict(report)] ?? 70;
} catch (error) {
    if (!(error instanceof Failure)) {
        throw error;
    }
    console.error(error.message);
    process.exitCode = 65;
} finally {
    owned.reverse().forEach((free) => free());
}
