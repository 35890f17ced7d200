package slurm

import (
	"slices"
	"strconv"
	"strings"
)

// compressed writes indices as sbatch's --array and a reader like them: "3,7,9-12".
func compressed(indices []int) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(indices)))
	var parts []string
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n] == sorted[0]+n {
			n++
		}
		first, last := strconv.Itoa(sorted[0]), strconv.Itoa(sorted[n-1])
		switch n {
		case 1:
			parts = append(parts, first)
		case 2:
			parts = append(parts, first, last)
		default:
			parts = append(parts, first+"-"+last)
		}
		sorted = sorted[n:]
	}
	return strings.Join(parts, ",")
}

// some writes indices for a message, which would not gain by hundreds of them.
func some(indices []int) string {
	text := compressed(indices)
	if len(text) <= 60 {
		return text
	}
	cut := strings.LastIndexByte(text[:60], ',')
	return text[:cut] + " …"
}
