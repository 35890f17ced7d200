package slurm

import (
	"fmt"
	"strings"
)

// An ownOption is an option of sbatch on which following an array rests: it is set here and not passed through.
type ownOption struct {
	long  string
	short string // its letter
	why   string // so, and what to do instead
}

var ownOptions = []ownOption{
	{"array", "a", "the number of tasks follows from the time that a task should last; set it with --tasks"},
	{"cpus-per-task", "c", "set it with --workers"},
	{"ntasks", "n", "a task of the array is one process; use more cores with --workers, more processes with --tasks"},
	{"output", "o", "the logs are in the study folder, where lost tasks are looked up"},
	{"parsable", "", "it is set"},
	{"test-only", "", "see the script with --dry-run"},
	{"wait", "W", "the array is followed anyway"},
	{"wrap", "", "the script is written from the study"},
}

// checkOption returns why a text cannot be passed through to sbatch, or nil. It may hold several options.
func checkOption(text string) error {
	if strings.ContainsAny(text, "\n\r\x00") {
		return fmt.Errorf("--sbatch %q: expected one line", text)
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "-") {
		return fmt.Errorf("--sbatch %q: expected an option of sbatch, as in --sbatch \"--partition=long\"", text)
	}
	for _, name := range optionNames(text) {
		for _, own := range ownOptions {
			if own.is(name) {
				return fmt.Errorf("--sbatch %q: --%s is set by polesim: %s", text, own.long, own.why)
			}
		}
	}
	return nil
}

// is says whether a name, long or of one letter, means the option. As getopt does, sbatch takes shortened long names.
func (o ownOption) is(name string) bool {
	if len(name) == 1 {
		return name == o.short
	}
	return name != "" && strings.HasPrefix(o.long, name)
}

// sets says whether one of the texts passed through sets an option, by its long name or its letter.
func sets(texts []string, long, short string) bool {
	for _, text := range texts {
		for _, name := range optionNames(text) {
			if name == long || name == short {
				return true
			}
		}
	}
	return false
}

// optionNames returns the names of the options in a text: "partition" of "--partition=long", "p" of "-plong".
func optionNames(text string) []string {
	var names []string
	for _, word := range words(text) {
		if long, is := strings.CutPrefix(word, "--"); is {
			name, _, _ := strings.Cut(long, "=")
			names = append(names, name)
		} else if strings.HasPrefix(word, "-") && len(word) > 1 {
			names = append(names, word[1:2])
		}
	}
	return names
}

// words splits a line at spaces that no quotes enclose; the quotes stay.
func words(line string) []string {
	var quote rune
	return strings.FieldsFunc(line, func(r rune) bool {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
			return false
		case r == '"' || r == '\'':
			quote = r
			return false
		}
		return r == ' ' || r == '\t'
	})
}
