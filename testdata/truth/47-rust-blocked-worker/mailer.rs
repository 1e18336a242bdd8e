// Mail service: 16 tasks on two workers of tokio; each renders a mail and hands it to a relay.
// Arguments: seconds; "blocking" (std::net in a task) or "async".
use std::io::{BufRead, BufReader, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

static SENT: AtomicU64 = AtomicU64::new(0);
static RELAY_NS: AtomicU64 = AtomicU64::new(0);

#[inline(never)]
fn render_mail(no: u64) -> String {
    (0..200)
        .map(|i| format!("line {} of mail {};", i, no))
        .collect()
}

#[inline(never)]
fn relay_mail(relay: &mut BufReader<std::net::TcpStream>, text: &str) {
    let start = Instant::now();
    writeln!(relay.get_mut(), "{}", text).unwrap();
    let mut answer = String::new();
    relay.read_line(&mut answer).unwrap();
    RELAY_NS.fetch_add(start.elapsed().as_nanos() as u64, Relaxed);
}

async fn send_blocking() {
    let mut relay = BufReader::new(std::net::TcpStream::connect("127.0.0.1:7002").unwrap());
    loop {
        let text = render_mail(SENT.load(Relaxed));
        relay_mail(&mut relay, &text);
        SENT.fetch_add(1, Relaxed);
        tokio::task::yield_now().await;
    }
}

async fn send_async() {
    let mut relay = tokio::io::BufReader::new(
        tokio::net::TcpStream::connect("127.0.0.1:7002")
            .await
            .unwrap(),
    );
    loop {
        let text = render_mail(SENT.load(Relaxed));
        let start = Instant::now();
        relay
            .get_mut()
            .write_all(format!("{}\n", text).as_bytes())
            .await
            .unwrap();
        let mut answer = String::new();
        relay.read_line(&mut answer).await.unwrap();
        RELAY_NS.fetch_add(start.elapsed().as_nanos() as u64, Relaxed);
        SENT.fetch_add(1, Relaxed);
    }
}

fn main() {
    let seconds: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let blocking = std::env::args().nth(2).unwrap() == "blocking";
    let rt = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    for _ in 0..16 {
        if blocking {
            rt.spawn(send_blocking());
        } else {
            rt.spawn(send_async());
        }
    }
    std::thread::sleep(Duration::from_secs(seconds));
    println!(
        "{{\"relay_s\": {}, \"sent\": {}, \"window_s\": {}}}",
        RELAY_NS.load(Relaxed) as f64 / 1e9,
        SENT.load(Relaxed),
        seconds
    );
    std::process::exit(0);
}
