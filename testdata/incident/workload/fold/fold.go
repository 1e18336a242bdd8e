// Package fold turns pprof files into folded stacks.
package fold

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/google/pprof/profile"
)

// Profiles merges pprof files and returns the last sample type by stack, and its unit: root first, inlined callers expanded.
func Profiles(files [][]byte) (sum map[string]int64, unit string, err error) {
	var ps []*profile.Profile
	for _, data := range files {
		p, err := profile.Parse(bytes.NewReader(data))
		if err != nil {
			return nil, "", err
		}
		ps = append(ps, p)
	}
	p, err := profile.Merge(ps)
	if err != nil {
		return nil, "", err
	}
	last := len(p.SampleType) - 1
	sum = map[string]int64{}
	for _, s := range p.Sample {
		var frames []string
		for i := len(s.Location) - 1; i >= 0; i-- {
			l := s.Location[i]
			if len(l.Line) == 0 {
				frames = append(frames, fmt.Sprintf("0x%x", l.Address))
			}
			for j := len(l.Line) - 1; j >= 0; j-- {
				frames = append(frames, strings.ReplaceAll(l.Line[j].Function.Name, ";", ":"))
			}
		}
		sum[strings.Join(frames, ";")] += s.Value[last]
	}
	return sum, p.SampleType[last].Unit, nil
}
