package store

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

const (
	dictionaryName     = "dictionary.csv"
	dictionaryPageName = "dictionary.md"
)

// dictionary lists every column of a folder: name, unit, meaning, file.
func dictionary(m Manifest) [][]string {
	var lines [][]string
	add := func(file string, fields []field) { lines = append(lines, describe(file, fields)...) }
	add(runsName, withOutcomes(runKey, m.RunColumns))
	add(seriesName, seriesTable)
	add(seriesName+" (values of outcome)", withOutcomes(nil, m.SeriesColumns))
	if m.Parts.AllSeries > 0 || m.has(allSeriesName) {
		add(allSeriesName, withOutcomes(monthKey, m.SeriesColumns))
	}
	if m.Parts.Details > 0 || m.has(detailsName) {
		add(detailsName, withOutcomes(detailKey, m.DetailColumns))
	}
	return lines
}

// describe lists the columns of one file.
func describe(file string, fields []field) (lines [][]string) {
	for _, f := range fields {
		lines = append(lines, []string{f.Name, f.Unit, f.Meaning, file})
	}
	return lines
}

var dictionaryHead = []string{"column", "unit", "meaning", "file"}

// writeDictionary writes dictionary.csv and dictionary.md into the folder, from the lines of a dictionary.
func writeDictionary(folder string, columns [][]string) ([]FileSum, error) {
	table, err := writeFile(filepath.Join(folder, dictionaryName), func(out io.Writer) error {
		return writeDictionaryCSV(out, columns)
	})
	if err != nil {
		return nil, err
	}
	page, err := writeFile(filepath.Join(folder, dictionaryPageName), func(out io.Writer) error {
		escape := strings.NewReplacer("|", `\|`, "\n", " ", "\r", "")
		lines := []string{"# Columns of these results", "", "| column | unit | meaning | file |", "| --- | --- | --- | --- |"}
		for _, line := range columns {
			lines = append(lines, "| "+strings.Join([]string{
				"`" + line[0] + "`", escape.Replace(line[1]), escape.Replace(line[2]), line[3],
			}, " | ")+" |")
		}
		_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
		return err
	})
	return []FileSum{table, page}, err
}

func writeDictionaryCSV(out io.Writer, columns [][]string) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if err := w.Write(dictionaryHead); err != nil {
		return err
	}
	return w.WriteAll(columns)
}

// has reports whether the finished folder holds the file.
func (m Manifest) has(name string) bool {
	_, ok := m.file(name)
	return ok
}

func (m Manifest) file(name string) (FileSum, bool) {
	for _, sum := range m.Files {
		if sum.Name == name {
			return sum, true
		}
	}
	return FileSum{}, false
}
