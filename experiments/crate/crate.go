// Package crate describes a folder of results as a research object: an RO-Crate, version 1.1 (Soiland-Reyes et al. 2022,
// https://w3id.org/ro/crate/1.1), that says in JSON-LD what each file is, which program made it, from what and when.
// Archives and search engines read it; so does a person, one entity after the other.
//
// It knows files and their descriptions. What they hold is the caller's business.
package crate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Name is the file that makes a folder an RO-Crate.
const Name = "ro-crate-metadata.json"

const (
	specification = "https://w3id.org/ro/crate/1.1"
	profile       = "https://w3id.org/ro/wfrun/process/0.5" // Process Run Crate: who made what from what
)

// A Crate is what is said of a folder.
type Crate struct {
	Title       string
	Description string
	Published   time.Time // when the results were complete
	Licence     string    // an address or a name; "" if the author has not said
	Program     Program
	Command     []string
	Started     time.Time
	Platform    string // machine and system, in words
	Files       []File
}

// Program is what made the results.
type Program struct {
	Name, Version, Commit, Address string
}

// A File is a file of the folder, or a folder in it (then Path ends in "/").
type File struct {
	Path    string // from the folder, with slashes
	Meaning string // one sentence
	Format  string // media type; "" to go by the name's ending
	SHA256  string // "" if not known
	Input   bool   // the results were made from it
}

// An entity is one object of the graph.
type entity map[string]any

// ref points to an entity.
func ref(id string) entity { return entity{"@id": id} }

// Write puts the description into the folder, aside first and then in one step. Files that are not there are left out;
// of those that are, the size is looked up.
func Write(folder string, c Crate) error {
	text, err := c.encode(folder)
	if err != nil {
		return fmt.Errorf("describing %s: %w", folder, err)
	}
	final := filepath.Join(folder, Name)
	aside := final + ".tmp"
	if err := os.WriteFile(aside, text, 0o644); err != nil {
		return errors.Join(fmt.Errorf("describing %s: %w", folder, err), os.Remove(aside))
	}
	return os.Rename(aside, final)
}

// encode writes the graph: the description itself, the folder, its files, the program, and the act that made them.
func (c Crate) encode(folder string) ([]byte, error) {
	const program, act, licence = "#program", "#run", "#licence"
	var parts, inputs, results []entity
	var files []entity
	for _, f := range c.Files {
		e, err := f.entity(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, e)
		at := ref(e["@id"].(string))
		parts = append(parts, at)
		if f.Input {
			inputs = append(inputs, at)
		} else {
			results = append(results, at)
		}
	}
	root := entity{
		"@id": "./", "@type": "Dataset", "name": c.Title, "description": c.Description,
		"datePublished": date(c.Published), "hasPart": parts, "mentions": ref(act), "conformsTo": ref(profile),
	}
	graph := []entity{
		{"@id": Name, "@type": "CreativeWork", "about": ref("./"), "conformsTo": ref(specification)},
		root,
		{"@id": profile, "@type": "CreativeWork", "name": "Process Run Crate", "version": path.Base(profile)},
	}
	switch {
	case strings.Contains(c.Licence, "://"):
		root["license"] = ref(c.Licence)
	case c.Licence != "":
		root["license"] = ref(licence)
		graph = append(graph, entity{"@id": licence, "@type": "CreativeWork", "name": c.Licence})
	default:
		root["license"] = ref(licence)
		graph = append(graph, entity{"@id": licence, "@type": "CreativeWork", "name": "No licence stated",
			"description": "Whoever ran this study has not said how the results may be used; ask before reuse."})
	}
	software := entity{"@id": program, "@type": "SoftwareApplication", "name": c.Program.Name,
		"softwareVersion": c.Program.Version, "identifier": "commit " + c.Program.Commit}
	if c.Program.Address != "" {
		software["url"] = c.Program.Address
	}
	graph = append(graph, software, entity{
		"@id": act, "@type": "CreateAction", "name": "Running the study", "instrument": ref(program),
		"description": strings.Join(c.Command, " ") + " on " + c.Platform,
		"startTime":   date(c.Started), "endTime": date(c.Published), "object": inputs, "result": results,
	})
	text, err := json.MarshalIndent(entity{"@context": specification + "/context", "@graph": append(graph, files...)}, "", "  ")
	return append(text, '\n'), err
}

// date writes a moment as ISO 8601 in UTC, to the second.
func date(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// entity describes a file, or a folder with what is in it.
func (f File) entity(folder string) (entity, error) {
	info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(f.Path)))
	if err != nil {
		return nil, err
	}
	e := entity{"@id": f.Path, "name": strings.TrimSuffix(f.Path, "/"), "description": f.Meaning}
	if info.IsDir() {
		e["@id"], e["@type"] = strings.TrimSuffix(f.Path, "/")+"/", "Dataset"
		return e, nil
	}
	e["@type"], e["contentSize"], e["encodingFormat"] = "File", fmt.Sprint(info.Size()), f.format()
	if f.SHA256 != "" {
		e["sha256"] = f.SHA256
	}
	return e, nil
}

// formats are media types by ending.
var formats = map[string]string{
	".json": "application/json", ".toml": "application/toml", ".csv": "text/csv", ".md": "text/markdown",
	".parquet": "application/vnd.apache.parquet", ".svg": "image/svg+xml", ".png": "image/png", ".log": "text/plain",
}

// format is the media type of a file.
func (f File) format() string {
	if f.Format != "" {
		return f.Format
	}
	if known, ok := formats[path.Ext(f.Path)]; ok {
		return known
	}
	return "application/octet-stream"
}

// Folder lists the files under a folder of the crate as its parts, in order, each with the same meaning.
func Folder(root, under, meaning string) ([]File, error) {
	var files []File
	err := fs.WalkDir(os.DirFS(root), under, func(at string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && d.Type().IsRegular() && !strings.HasSuffix(at, ".tmp") {
			files = append(files, File{Path: at, Meaning: meaning})
		}
		return err
	})
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}
