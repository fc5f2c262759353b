//! Which certificate of a bag was issued by which: names, keys and signatures, each compared once.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;

use super::algorithms::{Answer, SignatureAlgorithms};
use crate::certificate::{Certificate, Name};

/// Number of a certificate in its bag.
pub(crate) type Index = usize;

/// A candidate issuer, whose name agrees, and what its key says about the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) issuer: Index,
    /// `None` if the budget ran out before it was verified.
    pub(crate) answer: Option<Answer>,
}

/// The links of a bag, worked out when first asked for.
pub(crate) struct Links<'a> {
    certificates: Vec<&'a Certificate>,
    subject: Vec<usize>,
    issuer: Vec<usize>,
    /// Equal for equal SubjectPublicKeyInfo.
    key: Vec<usize>,
    algorithms: SignatureAlgorithms<'a>,
    answers: BTreeMap<(Index, usize), Answer>,
    /// By child.
    issuers: BTreeMap<Index, Rc<[Link]>>,
    signatures_left: usize,
    exhausted: bool,
}

impl<'a> Links<'a> {
    pub(crate) fn new(
        certificates: Vec<&'a Certificate>,
        algorithms: SignatureAlgorithms<'a>,
        signatures: usize,
    ) -> Self {
        let mut names = NameClasses::default();
        let subject = certificates.iter().map(|c| names.class(c.subject())).collect();
        let issuer = certificates.iter().map(|c| names.class(c.issuer())).collect();
        let mut keys = BTreeMap::new();
        let key = certificates.iter().enumerate();
        let key = key.map(|(i, c)| *keys.entry(c.public_key().spki()).or_insert(i)).collect();
        Self {
            certificates,
            subject,
            issuer,
            key,
            algorithms,
            answers: BTreeMap::new(),
            issuers: BTreeMap::new(),
            signatures_left: signatures,
            exhausted: false,
        }
    }

    /// Were signatures left unverified because the budget ran out?
    pub(crate) const fn exhausted(&self) -> bool {
        self.exhausted
    }

    /// Subject and key together: what may not occur twice on a path.
    pub(crate) fn identity(&self, index: Index) -> (usize, usize) {
        let of = |list: &[usize]| list.get(index).copied().unwrap_or(usize::MAX);
        (of(&self.subject), of(&self.key))
    }

    /// Every certificate whose name and key may have issued `child`: the most likely first, by key
    /// identifier, then in bag order. A self-issued certificate is its own issuer; listed for it
    /// are only others of its name with another key (key rollover, R-405).
    pub(crate) fn issuers(&mut self, child: Index) -> Rc<[Link]> {
        if let Some(known) = self.issuers.get(&child) {
            return Rc::clone(known);
        }
        let links: Rc<[Link]> = self.candidates(child).into_iter().collect();
        self.issuers.insert(child, Rc::clone(&links));
        links
    }

    fn candidates(&mut self, child: Index) -> Vec<Link> {
        let (Some(certificate), Some(wanted)) =
            (self.certificates.get(child).copied(), self.issuer.get(child).copied())
        else {
            return Vec::new();
        };
        let own_key = certificate.is_self_issued().then(|| self.identity(child).1);
        let authority = certificate.authority_key_identifier();
        let mut candidates: Vec<Index> = (0..self.certificates.len())
            .filter(|i| self.subject.get(*i) == Some(&wanted) && *i != child)
            .filter(|i| own_key != Some(self.identity(*i).1))
            .collect();
        candidates.sort_by_key(|i| {
            let subject = self.certificates.get(*i).and_then(|c| c.subject_key_identifier());
            authority.is_none() || authority != subject
        });
        let link = |issuer| Link { issuer, answer: self.answer(child, issuer) };
        candidates.into_iter().map(link).collect()
    }

    /// Did `issuer` demonstrably issue a certificate other than itself?
    pub(crate) fn has_issued(&mut self, issuer: Index) -> bool {
        let Some(subject) = self.subject.get(issuer).copied() else { return false };
        let issued: Vec<Index> = (0..self.certificates.len())
            .filter(|i| *i != issuer && self.issuer.get(*i) == Some(&subject))
            .collect();
        issued.into_iter().any(|child| self.answer(child, issuer) == Some(Answer::Valid))
    }

    /// Verifies the signature of `child` with the key of `issuer`, once; `None` if the budget ran
    /// out.
    fn answer(&mut self, child: Index, issuer: Index) -> Option<Answer> {
        let (signed, signer) = (self.certificates.get(child)?, self.certificates.get(issuer)?);
        let place = (child, self.identity(issuer).1);
        if let Some(answer) = self.answers.get(&place) {
            return Some(*answer);
        }
        let Some(left) = self.signatures_left.checked_sub(1) else {
            self.exhausted = true;
            return None;
        };
        self.signatures_left = left;
        let key = signer.public_key();
        let answer = self.algorithms.verify(
            signed.signature_algorithm(),
            key.kind(),
            key.key(),
            signed.to_be_signed(),
            signed.signature(),
        );
        self.answers.insert(place, answer);
        Some(answer)
    }
}

/// Numbers for names, equal for names that RFC 5280 calls equal.
#[derive(Default)]
struct NameClasses<'a> {
    by_bytes: BTreeMap<&'a [u8], usize>,
    by_meaning: BTreeMap<Vec<u8>, usize>,
}

impl<'a> NameClasses<'a> {
    fn class(&mut self, name: Name<'a>) -> usize {
        if let Some(class) = self.by_bytes.get(name.as_bytes()) {
            return *class;
        }
        let next = self.by_meaning.len();
        let class = *self.by_meaning.entry(name.canonical()).or_insert(next);
        self.by_bytes.insert(name.as_bytes(), class);
        class
    }
}
