package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const transfers = `from,to,count
Urgences,Cardiologie,420
Urgences,Gériatrie,260
Urgences,Réanimation,180
Réanimation,Cardiologie,120
Cardiologie,Réadaptation,90
Gériatrie,Réadaptation,130
Réadaptation,Domicile,300
Cardiologie,Chirurgie,75
Chirurgie,Réanimation,60
`

const poles = "service,pole\nUrgences,Aigu\nRéanimation,Aigu\nCardiologie,Coeur\nChirurgie,Coeur\nGériatrie,Aval\nRéadaptation,Aval\n"

func TestImportedHospitalRunsUnderEveryGovernanceAndPerimeter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "transfers.csv", transfers)
	write(t, dir, "poles.csv", poles)
	s := polesim(t, dir, "import", "--flows", "transfers.csv", "--poles", "poles.csv", "--exclude", "Domicile", "-o", "mine.toml").exits(exitDone)
	s.says("Written  mine.toml", "Compare  polesim compare mine-services.toml mine-contract.toml mine-pmu.toml")
	if got, want := files(t, dir), []string{"mine-contract.toml", "mine-pmu.toml", "mine-services.toml", "mine.toml", "poles.csv", "transfers.csv"}; !slices.Equal(got, want) {
		t.Fatalf("files %v, want %v", got, want)
	}
	polesim(t, dir, "validate", "mine.toml", "mine-services.toml", "mine-contract.toml", "mine-pmu.toml").exits(exitDone).
		says("mine.toml: fine: ", "(6 services in 3 pôles)")
	whole := read(t, dir, "mine.toml")
	write(t, dir, "mine.toml", whole+`
[perimeters.random]
"X" = ["Urgences", "Gériatrie"]
"Y" = ["Cardiologie", "Réanimation"]
"Z" = ["Chirurgie", "Réadaptation"]
`)
	compared(t, dir, "given", "flow", "random")
	write(t, dir, "mine.toml", whole)
	text := read(t, dir, "mine.toml")
	polesim(t, dir, "import", "--flows", "transfers.csv", "-o", "mine.toml").refuses("mine.toml is there already", "--force")
	os.Remove(filepath.Join(dir, "mine.toml"))
	polesim(t, dir, "import", "--flows", "transfers.csv", "-o", "mine.toml").refuses("mine-services.toml is there already", "--force")
	if _, err := os.Stat(filepath.Join(dir, "mine.toml")); err == nil {
		t.Error("half of the files were written")
	}
	polesim(t, dir, "import", "--flows", "transfers.csv", "--poles", "poles.csv", "--exclude", "Domicile", "-o", "mine.toml", "--force").exits(exitDone)
	if read(t, dir, "mine.toml") != text {
		t.Error("the same files make another scenario")
	}
}

// Two years of movements, in which 408 patients leave: 204 stays a year, whatever way they took.
func TestEurosOfAnImportedHospitalAreThoseOfItsStaysAYear(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	table := "from,to,count,year,month\n"
	for month := range 24 {
		when := fmt.Sprintf(",%d,%d\n", 2018+month/12, 1+month%12)
		table += "Urgences,Cardiologie,10" + when + "Cardiologie,Chirurgie,4" + when + "Chirurgie,Domicile,4" + when + "Cardiologie,Domicile,12" + when + "Urgences,Domicile,1" + when
	}
	write(t, dir, "t.csv", table)
	said := polesim(t, dir, "import", "--flows", "t.csv", "--exclude", "Domicile", "-o", "mine.toml").exits(exitDone)
	said.says(`period: 2018-01 to 2019-12, 2 years (columns "year", "month"); counts × 0.5 are counts a year`, "204 stays that pass through services 372 times")
	if text := read(t, dir, "mine.toml"); !strings.Contains(text, "# period: 2018-01 to 2019-12, 2 years") {
		t.Errorf("the scenario does not say its period:\n%s", text)
	}
	r := polesim(t, dir, small("run", "mine-pmu.toml", "--json", "--set", "money.accounts=true")...).exits(exitDone).report()
	mean := func(name string) float64 {
		for _, o := range r.Outcomes {
			if o.Name == name {
				return o.Means[0].Mean
			}
		}
		t.Fatalf("no outcome %s", name)
		return 0
	}
	if stays := mean("revenue") * 1e6 / mean("revenue_per_stay"); stays < 203 || stays > 205 {
		t.Errorf("revenue of %v stays a year, want 204", stays)
	}
	polesim(t, dir, "import", "--flows", "t.csv", "--exclude", "Domicile", "-o", "mine.toml", "--force", "--period", "1 year").exits(exitDone).
		says("period: 1 year (--period)", "--period says 1 year, but", "408 stays")
	write(t, dir, "u.csv", transfers)
	polesim(t, dir, "import", "--flows", "u.csv", "--exclude", "Domicile", "-o", "u.toml").exits(exitDone).
		says("period: not known, taken for one year", "nothing tells which period the movements cover", `--period "1 year"`)
	polesim(t, dir, "import", "--flows", "u.csv", "-o", "v.toml", "--period", "85").refuses(`--period "85" is not a period`)
}

// compared compares the three governances that an import wrote, under each perimeter, which must make a difference.
func compared(t *testing.T, dir string, perimeters ...string) {
	t.Helper()
	digests := make(map[string]string)
	for _, perimeter := range perimeters {
		r := polesim(t, dir, "compare", "mine-services.toml", "mine-contract.toml", "mine-pmu.toml", "--json", "--replications", "3",
			"--months", "6", "--no-figures", "--out", "by-"+perimeter, "--set", "perimeter.use="+perimeter).exits(exitDone).report()
		if r.Replications != 3 || r.Failed != 0 || len(r.Scenarios) != 3 {
			t.Errorf("%s: %+v", perimeter, r)
		}
		digests[r.Digest] = perimeter
		polesim(t, dir, "replay", "by-"+perimeter, "--replication", "2").exits(exitDone)
	}
	if len(digests) < 2 && len(perimeters) > 2 {
		t.Errorf("all perimeters give the same results: %v", digests)
	}
}

func TestKingsFilesBecomeHospitalsThatRun(t *testing.T) {
	t.Parallel()
	root, err := os.Getwd()
	for ; err == nil; root = filepath.Dir(root) {
		if _, e := os.Stat(filepath.Join(root, "go.mod")); e == nil {
			break
		}
		if root == filepath.Dir(root) {
			t.Skip("skipped: no go.mod above the test")
		}
	}
	for _, name := range []string{"transfers.csv", "weekly_transfers.csv"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(root, "..", "shared", "data", "kings_denmark_hill", name)
			if _, err := os.Stat(path); err != nil {
				t.Skipf("skipped: %s is not beside this repository (Bean et al. 2017, doi:10.1371/journal.pone.0185912, S3)", name)
			}
			t.Parallel()
			dir := t.TempDir()
			polesim(t, dir, "import", "--flows", path, "-o", "mine.toml", "--exclude", "ExitHospital").exits(exitDone).says("Written  mine.toml")
			polesim(t, dir, "validate", "mine.toml").exits(exitDone).says("(45 services in ")
			compared(t, dir, "given", "flow")
			if !strings.Contains(read(t, dir, "mine.toml"), "[perimeters.random]") {
				t.Skip("the rest is skipped: polesim import writes no random perimeter to compare with")
			}
			compared(t, dir, "random")
		})
	}
}

func TestBadTablesAreRefusedWithTheirPlaceAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		words []string
	}{
		"no columns":    {"a,b\n1,2\n", []string{"bad.csv:1", `"a", "b"`, "--from-column"}},
		"negative":      {"from,to,count\nA,B,-3\nA,C,x\nB,C,5\n", []string{"bad.csv:2:3: count = -3 is negative", `bad.csv:3:3: count = "x" is not a number`}},
		"empty":         {"", []string{"bad.csv"}},
		"only headings": {"from,to,count\n", []string{"bad.csv"}},
		"one unit":      {"from,to,count\nA,A,3\n", []string{"bad.csv"}},
		"short row":     {"from,to,count\nA,B,3\nA\n", []string{"bad.csv:3"}},
		"open quote":    {"from,to,count\n\"A,B,3\n", []string{"bad.csv:2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "bad.csv", c.text)
			polesim(t, dir, "import", "--flows", "bad.csv", "-o", "out.toml").refuses(c.words...)
			if got := files(t, dir); len(got) != 1 {
				t.Errorf("something was written: %v", got)
			}
		})
	}
	dir := t.TempDir()
	write(t, dir, "good.csv", transfers)
	write(t, dir, "poles.csv", "service,pole\nUrgences,Aigu\nUrgences,Aval\nNulle part,Aval\n")
	polesim(t, dir, "import", "--flows", "good.csv", "--poles", "poles.csv", "--exclude", "Domicil", "-o", "out.toml").refuses(
		`good.csv: --exclude "Domicil" is the name of no unit; nearest "Domicile"`, `poles.csv: "Cardiologie" is in the movements but not here`,
		`poles.csv:3:2: service "Urgences" is in two pôles`, `poles.csv:4: "Nulle part" is in no movement kept`) // all at once
	polesim(t, dir, "import", "--flows", "good.csv", "--from-column", "depart", "-o", "out.toml").refuses("good.csv:1", "depart")
	polesim(t, dir, "import", "--flows", "good.csv", "--poles", "gone.csv", "-o", "out.toml").refuses("gone.csv")
	polesim(t, dir, "import", "--flows", "good.csv", "--min-flow", "much", "-o", "out.toml").refuses("--min-flow = much: expected a number")
	polesim(t, dir, "import", "--flows", "good.csv", "--exclude", "*", "-o", "out.toml").refuses("good.csv")
	if got := files(t, dir); len(got) != 2 {
		t.Errorf("something was written: %v", got)
	}
}

func TestImportReadsTheTablesOfThisCountry(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	french := strings.NewReplacer("from,to,count", "Origine;Destination;Effectif", ",", ";").Replace(transfers)
	write(t, dir, "fr.csv", "\ufeff"+strings.ReplaceAll(french, "\n", "\r\n"))
	write(t, dir, "en.csv", transfers)
	for _, name := range []string{"fr", "en"} {
		polesim(t, dir, "import", "--flows", name+".csv", "-o", fmt.Sprintf("%s/mine.toml", name), "--from-column", "#1", "--to-column", "#2", "--count-column", "#3").
			exits(exitFailed).complains(name + "/mine.toml") // no such folder
		os.Mkdir(filepath.Join(dir, name), 0o755)
		polesim(t, dir, "import", "--flows", name+".csv", "-o", fmt.Sprintf("%s/mine.toml", name), "--from-column", "#1", "--to-column", "#2", "--count-column", "#3").exits(exitDone)
	}
	fr := polesim(t, dir, small("run", "fr/mine.toml", "--json", "--out", "rf")...).exits(exitDone).report()
	en := polesim(t, dir, small("run", "en/mine.toml", "--json", "--out", "re")...).exits(exitDone).report()
	if fr.Outcomes[0].Means[0].Estimate != en.Outcomes[0].Means[0].Estimate {
		t.Error("the same table in another spelling makes another hospital")
	}
}
