//! Sessions without faults: what is done, in which order, and what comes of it.

use amt_provisioning::provisioning::{Configuration, Event, Milestone, Operation, Status, Step};

use crate::world::{World, everything, ordinary_chain};

#[test]
fn nothing_but_the_password() {
    let mut world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    let outcome = world.run(&mut session);
    assert_eq!(outcome.cause, None);
    assert_eq!(
        (outcome.status, outcome.milestone),
        (Status::ProvisionedAdmin, Milestone::Configured)
    );
    println!("{:#?}", world.events);
    let _ = (ordinary_chain(), Step::Commit, Event::TaskEnd, Operation::CommitChanges);
}

#[test]
fn everything_is_configured() {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    let outcome = world.run(&mut session);
    println!("{:#?}", world.calls);
    assert_eq!(outcome.cause, None, "{:#?}", world.events);
    assert_eq!(outcome.milestone, Milestone::Configured);
}
