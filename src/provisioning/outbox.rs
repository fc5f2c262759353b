//! What every session has: outputs waiting to be taken, one timer, and a clock that may misbehave.

use alloc::collections::VecDeque;

use super::timer::Timer;
use crate::error::{Error, ErrorKind};
use crate::time::Millis;

/// The outputs of a session, and what it waits for.
#[derive(Debug)]
pub(super) struct Outbox<O> {
    queue: VecDeque<O>,
    /// The monotonic clock as told last.
    clock: Millis,
    timer: Option<(Timer, Millis)>,
}

impl<O> Outbox<O> {
    pub(super) const fn new(clock: Millis) -> Self {
        Self { queue: VecDeque::new(), clock, timer: None }
    }

    pub(super) fn push(&mut self, output: O) {
        self.queue.push_back(output);
    }

    /// The next output. An empty queue gives its memory back, since sessions rest for long.
    pub(super) fn pop(&mut self) -> Option<O> {
        let next = self.queue.pop_front();
        if self.queue.is_empty() {
            self.queue = VecDeque::new();
        }
        next
    }

    /// No output waits to be taken.
    pub(super) fn is_drained(&self) -> bool {
        self.queue.is_empty()
    }

    /// Takes the clock's time. If it went back by some span, waits keep what is left of them, and
    /// the span is returned.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfTurn`] while outputs wait to be taken.
    pub(super) fn turn(
        &mut self,
        now: Millis,
        found: &'static str,
    ) -> Result<Option<Millis>, Error> {
        if !self.is_drained() {
            let expected = "every output to be taken first";
            return Err(Error::new(ErrorKind::OutOfTurn { expected, found }));
        }
        let back = self.clock.since(now);
        if let (Some((_, at)), true) = (&mut self.timer, back > Millis(0)) {
            *at = at.since(back);
        }
        self.clock = now;
        Ok((back > Millis(0)).then_some(back))
    }

    /// Starts a wait; returns when it ends.
    pub(super) fn wait(&mut self, timer: Timer, length: Millis) -> Millis {
        let at = self.clock.plus(length);
        self.timer = Some((timer, at));
        at
    }

    pub(super) const fn stop(&mut self) {
        self.timer = None;
    }

    /// When the wait ends.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.timer.map(|(_, at)| at)
    }

    /// The wait that has ended by now, if one has.
    pub(super) fn expired(&self) -> Option<Timer> {
        self.timer.filter(|(_, at)| *at <= self.clock).map(|(timer, _)| timer)
    }

    /// The wait, and what is left of it.
    pub(super) fn left(&self) -> Option<(Timer, Millis)> {
        self.timer.map(|(timer, at)| (timer, at.since(self.clock)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_back_keeps_what_is_left() {
        let mut outbox = Outbox::<()>::new(Millis(1_000));
        assert_eq!(outbox.wait(Timer::Response, Millis(500)), Millis(1_500));
        assert_eq!(outbox.turn(Millis(1_200), ""), Ok(None));
        assert_eq!(outbox.left(), Some((Timer::Response, Millis(300))));
        assert_eq!(outbox.turn(Millis(0), ""), Ok(Some(Millis(1_200))));
        assert_eq!(outbox.left(), Some((Timer::Response, Millis(300))));
        assert_eq!(outbox.turn(Millis(299), ""), Ok(None));
        assert_eq!(outbox.expired(), None);
        assert_eq!(outbox.turn(Millis(300), ""), Ok(None));
        assert_eq!(outbox.expired(), Some(Timer::Response));
    }

    #[test]
    fn no_turn_before_every_output_is_taken() {
        let mut outbox = Outbox::new(Millis(0));
        outbox.push(1);
        let expected = "every output to be taken first";
        let error = ErrorKind::OutOfTurn { expected, found: "time" };
        assert_eq!(outbox.turn(Millis(1), "time"), Err(Error::new(error)));
        assert_eq!(outbox.pop(), Some(1));
        assert_eq!(outbox.pop(), None);
        assert_eq!(outbox.turn(Millis(1), "time"), Ok(None));
    }
}
