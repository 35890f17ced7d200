package store

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// A StudyRun is a row of a study: the outcomes of one scenario in one run at one point.
type StudyRun struct {
	Point       int // from 0
	Replication int // from 0
	Scenario    string
	Status      string    // Done, Failed or TimedOut
	Error       string    // why it is not done
	Values      []float64 // one for each column, in its unit; nil, kept as NaN, unless the run is done
}

// A StudyPoint is a row of points.parquet: what a study sets at one point.
type StudyPoint struct {
	Point  int // from 0
	Values []Setting
}

// A Setting is the value of a factor: a number or, for a factor of choices, a text.
type Setting struct {
	Number float64
	Text   string
}

// A Factor is a column of points.parquet.
type Factor struct {
	Column
	Choices bool `json:"choices,omitempty"` // its values are texts
}

var (
	pointField = field{Column{"point", "", "number of the point of the study, from 0"}, integer}
	studyKey   = []field{
		pointField,
		replicationField,
		scenarioField,
		{Column{"status", "", "done, failed or timed out: then the outcomes are NaN"}, text},
		{Column{"error", "", "why the run is not done"}, text},
	}
)

// A Table is a kind of Parquet file that studies consist of.
type Table[T any] struct {
	file  string // name of the merged file
	table *table[T]
}

// NewStudyRuns returns the table of a study's rows.
func NewStudyRuns(outcomes []Column) (Table[StudyRun], error) {
	t := &table[StudyRun]{withOutcomes(studyKey, outcomes), putStudyRun, getStudyRun, len(outcomes)}
	return Table[StudyRun]{runsName, t}, checkColumns(studyKey, outcomes)
}

// NewStudyPoints returns the table of a study's points.
func NewStudyPoints(factors []Factor) (Table[StudyPoint], error) {
	fields := []field{pointField}
	for _, f := range factors {
		kept := real
		if f.Choices {
			kept = text
		}
		fields = append(fields, field{f.Column, kept})
	}
	put := func(row parquet.Row, p *StudyPoint) {
		putInteger(row, 0, p.Point)
		for i, v := range p.Values {
			if factors[i].Choices {
				putText(row, i+1, v.Text)
			} else {
				putReals(row, i+1, v.Number)
			}
		}
	}
	get := func(row parquet.Row, _ []float64, names *names) StudyPoint {
		p := StudyPoint{int(row[0].Int32()), make([]Setting, len(factors))}
		for i := range p.Values {
			if factors[i].Choices {
				p.Values[i].Text = names.of(row[i+1])
			} else {
				p.Values[i].Number = row[i+1].Double()
			}
		}
		return p
	}
	return Table[StudyPoint]{"points" + parquetSuffix, &table[StudyPoint]{fields, put, get, 0}},
		checkFactors(factors)
}

// checkFactors returns an error if the factors cannot stand in one table. Their names are the user's, in any letters.
func checkFactors(factors []Factor) error {
	seen := map[string]bool{pointField.Name: true}
	for _, f := range factors {
		if strings.TrimSpace(f.Name) == "" || strings.ContainsFunc(f.Name, unicode.IsControl) || !utf8.ValidString(f.Name) {
			return fmt.Errorf("factor name %q: expected letters", f.Name)
		}
		if lower := strings.ToLower(f.Name); seen[lower] {
			return fmt.Errorf("factor name %q is used twice", f.Name)
		} else {
			seen[lower] = true
		}
	}
	return nil
}

func putStudyRun(row parquet.Row, r *StudyRun) {
	putInteger(row, 0, r.Point)
	putInteger(row, 1, r.Replication)
	putText(row, 2, r.Scenario)
	putText(row, 3, r.Status)
	putText(row, 4, r.Error)
	if r.Values == nil {
		for column := len(studyKey); column < len(row); column++ {
			putReals(row, column, math.NaN())
		}
	}
	putReals(row, len(studyKey), r.Values...)
}

func getStudyRun(row parquet.Row, values []float64, names *names) StudyRun {
	return StudyRun{
		Point: int(row[0].Int32()), Replication: int(row[1].Int32()), Scenario: names.of(row[2]), Status: names.of(row[3]),
		Error: names.of(row[4]), Values: getReals(row[len(studyKey):], values),
	}
}

// File returns the name of the merged file: "runs.parquet".
func (t Table[T]) File() string { return t.file }

// Encode writes rows as a Parquet file, whose bytes depend on the rows and the notes only. Notes, which may be nil, is
// asked after the last row.
func (t Table[T]) Encode(out io.Writer, rows iter.Seq2[*T, error], notes func() []Note) error {
	return t.table.encodeNoted(out, rows, notes)
}

// Read yields the rows of a file, which may be retained. A file cut short or altered yields an error wrapping
// ErrCorrupt.
func (t Table[T]) Read(path string) iter.Seq2[*T, error] { return t.table.read([]string{path}, nil) }

// ReadAt is Read of the row groups that may hold rows of a point.
func (t Table[T]) ReadAt(path string, point int) iter.Seq2[*T, error] {
	return t.table.read([]string{path}, mayHold(0, point))
}

// Notes reads the notes of a file, from its footer. A file without one, or with other columns, yields ErrCorrupt.
func (t Table[T]) Notes(path string) (map[string]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	opened, err := t.table.openFile(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	notes := map[string]string{}
	for _, kv := range opened.Metadata().KeyValueMetadata {
		notes[kv.Key] = kv.Value
	}
	return notes, nil
}

// Dictionary describes the columns of the merged file, a line for each: name, unit, meaning, file.
func (t Table[T]) Dictionary() [][]string { return describe(t.file, t.table.fields) }

// CSV writes rows as text, as [ExportCSV] does.
func (t Table[T]) CSV(out io.Writer, rows iter.Seq2[*T, error]) error {
	batch := []parquet.Row{make(parquet.Row, len(t.table.fields))}
	return writeCSV(out, t.table.fields, func(yield func([]parquet.Row, error) bool) {
		for r, err := range rows {
			if err == nil {
				t.table.put(batch[0], r)
			}
			if !yield(batch, err) || err != nil {
				return
			}
		}
	})
}

// WriteFile fills a file under a temporary name, forces it to disk and only then gives it its name: whoever sees path
// sees all of it. On error path is as it was.
func WriteFile(path string, fill func(io.Writer) error) (FileSum, error) {
	return writeFile(path, fill)
}

// WriteNamed is WriteFile for a file whose name tells of its content. Name is asked for when that is on disk; the
// temporary path, in the same folder, must be nobody else's.
func WriteNamed(temporary string, name func(FileSum) string, fill func(io.Writer) error) (FileSum, error) {
	return writeNamed(temporary, name, fill)
}

// SumFile sums up a file.
func SumFile(path string) (FileSum, error) { return sumOf(filepath.Dir(path), filepath.Base(path)) }

// SyncDir forces the names in a folder to disk.
func SyncDir(path string) error { return syncDir(path) }

// WriteDictionary writes dictionary.csv and dictionary.md, of the lines of [Table.Dictionary], into a folder.
func WriteDictionary(folder string, lines [][]string) error {
	_, err := writeDictionary(folder, lines)
	return err
}

// ExportStudy writes the rows and the points of a study, and the dictionary of their columns, as text into the folder
// out, made if need be. It treats files that are there as [ExportCSV] does.
func ExportStudy(out string, runs Table[StudyRun], rows iter.Seq2[*StudyRun, error], points Table[StudyPoint], settings iter.Seq2[*StudyPoint, error]) error {
	return exportInto(out, func(e *export) error {
		named := func(file string) string { return filepath.Join(out, strings.TrimSuffix(file, parquetSuffix)+csvSuffix) }
		return errors.Join(
			e.add(named(runs.file), func(w io.Writer) error { return runs.CSV(w, rows) }),
			e.add(named(points.file), func(w io.Writer) error { return points.CSV(w, settings) }),
			e.add(filepath.Join(out, dictionaryName), func(w io.Writer) error {
				return writeDictionaryCSV(w, append(runs.Dictionary(), points.Dictionary()...))
			}))
	})
}
