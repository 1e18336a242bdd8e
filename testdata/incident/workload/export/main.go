// export [-o frame|folded] PROFILE...: merges pprof files and prints their last sample type, either as folded stacks
// (root first, inlined callers expanded, one line a distinct stack) or as the nested-set data frame that Grafana's
// Pyroscope data source answers with (fields level, value, self, label with an enum of names). It is an implementation
// of both shapes that shares no code with the panel, so that tests can compare.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"sort"
	"strings"

	"example.com/incident/fold"
)

type node struct {
	name        string
	total, self int64
	children    map[string]*node
}

func main() {
	format := flag.String("o", "folded", "folded|frame")
	flag.Parse()
	var files [][]byte
	for _, path := range flag.Args() {
		data, err := os.ReadFile(path)
		if err != nil {
			log.Fatal(err)
		}
		files = append(files, data)
	}
	sum, unit, err := fold.Profiles(files)
	if err != nil {
		log.Fatal(err)
	}
	stacks := make([]string, 0, len(sum))
	for k := range sum {
		stacks = append(stacks, k)
	}
	sort.Strings(stacks)
	if *format == "folded" {
		for _, k := range stacks {
			fmt.Println(k, sum[k])
		}
		return
	}
	root := &node{name: "total", children: map[string]*node{}}
	for _, k := range stacks {
		n := root
		n.total += sum[k]
		for _, f := range strings.Split(k, ";") {
			c := n.children[f]
			if c == nil {
				c = &node{name: f, children: map[string]*node{}}
				n.children[f] = c
			}
			c.total += sum[k]
			n = c
		}
		n.self += sum[k]
	}
	var level, value, self, label []int64
	names, index := []string{}, map[string]int64{}
	var walk func(n *node, l int64)
	walk = func(n *node, l int64) {
		i, ok := index[n.name]
		if !ok {
			i = int64(len(names))
			index[n.name] = i
			names = append(names, n.name)
		}
		level, value, self, label = append(level, l), append(value, n.total), append(self, n.self), append(label, i)
		cs := make([]*node, 0, len(n.children))
		for _, c := range n.children {
			cs = append(cs, c)
		}
		sort.Slice(cs, func(a, b int) bool {
			if cs[a].total != cs[b].total {
				return cs[a].total > cs[b].total
			}
			return cs[a].name < cs[b].name
		})
		for _, c := range cs {
			walk(c, l+1)
		}
	}
	walk(root, 0)
	unit = map[string]string{"nanoseconds": "ns", "count": "short"}[unit]
	type m = map[string]any
	num := func(name string) m {
		return m{"name": name, "type": "number", "typeInfo": m{"frame": "int64"}, "config": m{"unit": unit}}
	}
	frame := m{
		"schema": m{"name": "response", "refId": "A", "meta": m{"typeVersion": []int{0, 0}, "preferredVisualisationType": "flamegraph"},
			"fields": []m{{"name": "level", "type": "number", "typeInfo": m{"frame": "int64"}}, num("value"), num("self"),
				{"name": "label", "type": "enum", "typeInfo": m{"frame": "enum"}, "config": m{"type": m{"enum": m{"text": names}}}}}},
		"data": m{"values": [][]int64{level, value, self, label}},
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(frame); err != nil {
		log.Fatal(err)
	}
}
