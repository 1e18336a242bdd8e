// Nothing is wrong: every request does twelve small pieces of work of about the same size, and waits for nothing.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"dualflame.test/truth/debug"
)

var text = strings.Repeat("The quick brown fox jumps over the lazy dog; ", 12)

func calibrated(n int, work func()) func() {
	return func() {
		for range n {
			work()
		}
	}
}

func checksum()   { crc32.ChecksumIEEE([]byte(text)) }
func sign()       { sha256.Sum256([]byte(text)) }
func encode()     { base64.StdEncoding.EncodeToString([]byte(text)) }
func escape()     { url.QueryEscape(text) }
func countRunes() { strings.Map(unicode.ToUpper, text) }
func splitWords() { strings.Fields(text) }
func replace()    { strings.ReplaceAll(text, "fox", "cat") }
func sortWords() {
	words := strings.Split(text, " ")
	slices.Sort(words)
}
func histogram() {
	var seen [256]int
	for i := range len(text) {
		seen[text[i]]++
	}
}
func toJSON() { json.Marshal(map[string]any{"text": text, "n": len(text)}) }
func quote()  { strconv.Quote(text) }
func numbers() {
	for i := range 50 {
		strconv.ParseFloat(strconv.FormatFloat(float64(i)*1.37, 'f', -1, 64), 64)
	}
}

type part struct {
	name string
	run  func()
	time debug.Timer
}

var parts = []*part{
	{name: "checksum", run: checksum}, {name: "sign", run: sign}, {name: "encode", run: encode}, {name: "escape", run: escape},
	{name: "countRunes", run: countRunes}, {name: "splitWords", run: splitWords}, {name: "replace", run: replace},
	{name: "sortWords", run: sortWords}, {name: "histogram", run: histogram}, {name: "toJSON", run: toJSON},
	{name: "quote", run: quote}, {name: "numbers", run: numbers},
}

// calibrate gives every part so many rounds that it takes about 100 µs.
func (p *part) calibrate() {
	start, n := time.Now(), 0
	for time.Since(start) < 50*time.Millisecond {
		p.run()
		n++
	}
	p.run = calibrated(max(1, n/500), p.run)
}

var requests atomic.Int64

func handle(w http.ResponseWriter, _ *http.Request) {
	for _, p := range parts {
		start := time.Now()
		p.run()
		p.time.Since(start)
	}
	requests.Add(1)
	fmt.Fprintln(w, "done")
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	flag.Parse()
	for _, p := range parts {
		p.calibrate()
	}
	http.HandleFunc("/", handle)
	panic(debug.Serve(*addr, func() map[string]any {
		all := map[string]any{"requests": requests.Load()}
		for _, p := range parts {
			all[p.name+"_s"] = p.time.Seconds()
		}
		return all
	}))
}
