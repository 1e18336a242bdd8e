//! Booking service: 12 threads book into one journal, whose mutex is held while a replica acknowledges.
//! Arguments: seconds, journals (each has a mutex and a connection of its own).
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

struct Journal {
    replica: Mutex<BufReader<TcpStream>>,
    lock_wait: AtomicU64,
    ack: AtomicU64,
    booked: AtomicU64,
}

impl Journal {
    fn new() -> Journal {
        let stream = TcpStream::connect("127.0.0.1:7002").expect("replica");
        stream.set_nodelay(true).expect("nodelay");
        let zero = || AtomicU64::new(0);
        Journal { replica: Mutex::new(BufReader::new(stream)), lock_wait: zero(), ack: zero(), booked: zero() }
    }

    #[inline(never)]
    fn append_entry(&self, entry: &str) {
        let start = Instant::now();
        let mut replica = self.replica.lock().expect("lock");
        let held = Instant::now();
        self.lock_wait.fetch_add((held - start).as_nanos() as u64, Relaxed);
        self.await_ack(&mut replica, entry);
        self.ack.fetch_add(held.elapsed().as_nanos() as u64, Relaxed);
        self.booked.fetch_add(1, Relaxed);
    }

    #[inline(never)]
    fn await_ack(&self, replica: &mut BufReader<TcpStream>, entry: &str) {
        writeln!(replica.get_mut(), "{entry}").expect("write");
        let mut line = String::new();
        replica.read_line(&mut line).expect("ack");
    }
}

#[inline(never)]
fn book_orders(journals: &[Journal], thread: usize, until: Instant) {
    let mut n = thread;
    while Instant::now() < until {
        let entry: String = (0..40).map(|i| format!("{}:{};", i, n * 31 + i)).collect();
        journals[n % journals.len()].append_entry(&entry);
        n += 1;
    }
}

fn main() {
    let arguments: Vec<u64> = std::env::args().skip(1).map(|a| a.parse().expect("number")).collect();
    let journals: Arc<Vec<Journal>> = Arc::new((0..arguments[1]).map(|_| Journal::new()).collect());
    let start = Instant::now();
    let until = start + Duration::from_secs(arguments[0]);
    let threads: Vec<_> = (0..12)
        .map(|t| {
            let journals = journals.clone();
            thread::Builder::new().name(format!("book-{t}")).spawn(move || book_orders(&journals, t, until)).expect("thread")
        })
        .collect();
    for thread in threads {
        thread.join().expect("join");
    }
    let sum = |pick: fn(&Journal) -> &AtomicU64| journals.iter().map(|j| pick(j).load(Relaxed)).sum::<u64>();
    println!(
        "{{\"lock_wait_s\": {:.4}, \"ack_s\": {:.4}, \"requests\": {}, \"threads\": 13, \"window_s\": {:.3}}}",
        sum(|j| &j.lock_wait) as f64 / 1e9,
        sum(|j| &j.ack) as f64 / 1e9,
        sum(|j| &j.booked),
        start.elapsed().as_secs_f64()
    );
}
