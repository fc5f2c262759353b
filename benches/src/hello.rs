use alloc::vec::Vec;
use core::hint::black_box;

use amt_provisioning::{Hash, Hello, HelloBuilder, Uuid};

/// A Hello message as devices of all generations together would send it: 24 root hashes, a third
/// each of SHA-1, SHA-256 and SHA-384.
pub struct Message(Vec<u8>);

impl Message {
    /// The message.
    pub fn new() -> Self {
        let hashes: Vec<Hash> = (0..8_u8)
            .flat_map(|root| [Hash::sha1(&[root]), Hash::sha256(&[root]), Hash::sha384(&[root])])
            .collect();
        let uuid = Uuid::from_bytes([0xa5; 16]);
        Self(HelloBuilder::pki(uuid, &hashes).expect("less than 256 hashes").build())
    }

    /// From bytes to a view that was checked throughout.
    pub fn read(&self) {
        _ = black_box(Hello::parse(black_box(&self.0)).expect("a message"));
    }

    /// One pass over the bytes, as cheap as one that looks at each of them can be: their sum.
    /// Reading looks at fewer, since it steps over the hashes.
    pub fn floor(&self) {
        let bytes = black_box(self.0.as_slice());
        _ = black_box(bytes.iter().fold(0_u32, |sum, byte| sum.wrapping_add((*byte).into())));
    }
}

impl Default for Message {
    fn default() -> Self {
        Self::new()
    }
}
