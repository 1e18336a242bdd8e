// peer: what the programs talk to, and the load on them.
//
//	peer serve                        HTTP on 7001 (?ms=DELAY, ?busy=SHARE answers 503), lines on 7002 (5 ms), DNS on 7053 (25 ms)
//	peer load URL CLIENTS SECONDS [PAUSE_MS]   each client asks again as soon as it is answered (and has paused)
package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

func number(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}

func answerHTTP(w http.ResponseWriter, r *http.Request) {
	busy, _ := strconv.ParseFloat(r.FormValue("busy"), 64)
	time.Sleep(time.Duration(number(r.FormValue("ms"), 5)) * time.Millisecond)
	if rand.Float64() < busy {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, `{"price": 1299, "currency": "EUR", "stock": 17}`)
}

func answerLines(c net.Conn) {
	defer c.Close()
	for in := bufio.NewScanner(c); in.Scan(); {
		time.Sleep(5 * time.Millisecond)
		if _, err := fmt.Fprintln(c, "ok 17"); err != nil {
			return
		}
	}
}

// answerNames gives 127.0.0.1 for every A question and nothing for others.
func answerNames(c net.PacketConn) {
	question := make([]byte, 512)
	for {
		n, from, err := c.ReadFrom(question)
		if err != nil {
			return
		}
		end := 12
		for end < n && question[end] != 0 {
			end += int(question[end]) + 1
		}
		end += 5
		if end > n {
			continue
		}
		answer := append([]byte{}, question[:end]...)
		answer[2], answer[3] = 0x81, 0x80
		answer[6], answer[7], answer[8], answer[9], answer[10], answer[11] = 0, 0, 0, 0, 0, 0
		if question[end-3] == 1 {
			answer[7] = 1
			answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
		}
		time.AfterFunc(25*time.Millisecond, func() { c.WriteTo(answer, from) })
	}
}

func serve() error {
	lines, err := net.Listen("tcp", "127.0.0.1:7002")
	if err != nil {
		return err
	}
	go func() {
		for {
			c, err := lines.Accept()
			if err != nil {
				return
			}
			go answerLines(c)
		}
	}()
	names, err := net.ListenPacket("udp", "127.0.0.1:7053")
	if err != nil {
		return err
	}
	go answerNames(names)
	return http.ListenAndServe("127.0.0.1:7001", http.HandlerFunc(answerHTTP))
}

func load(url string, clients, seconds, pause int) {
	var done, failed atomic.Int64
	var all sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}, Timeout: 10 * time.Second}
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	for range clients {
		all.Go(func() {
			for time.Now().Before(end) {
				r, err := client.Get(url)
				if err != nil {
					failed.Add(1)
					time.Sleep(20 * time.Millisecond)
					continue
				}
				io.Copy(io.Discard, r.Body)
				r.Body.Close()
				done.Add(1)
				time.Sleep(time.Duration(pause) * time.Millisecond)
			}
		})
	}
	all.Wait()
	fmt.Printf("%d answers, %d failed\n", done.Load(), failed.Load())
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "serve":
		fmt.Fprintln(os.Stderr, serve())
		os.Exit(1)
	case len(os.Args) >= 5 && os.Args[1] == "load":
		pause := 0
		if len(os.Args) > 5 {
			pause = number(os.Args[5], 0)
		}
		load(os.Args[2], number(os.Args[3], 1), number(os.Args[4], 1), pause)
	default:
		fmt.Fprintln(os.Stderr, "peer serve | peer load URL CLIENTS SECONDS [PAUSE_MS]")
		os.Exit(2)
	}
}
