package movements

// Options say what to import and how to read it. Only Flows is needed; every empty value means a guess or a default.
// A column is named by its heading (case, accents and punctuation aside) or by its number, "#3".
type Options struct {
	Flows    string // file of movements
	Services string // file of services: name, and any of site, discipline, kind, activity, pôle
	Poles    string // file of the given perimeter: service, pôle
	Title    string // of the scenario; default: from the name of the flows file

	FromColumn     string // where a movement starts
	ToColumn       string // where it ends
	CountColumn    string // number of movements; "none": each row counts 1
	SiteFromColumn string // site of the start; "none": leave sites out
	SiteToColumn   string // site of the end
	IDColumn       string // patient or stay, in a log of stays
	UnitColumn     string // unit, in a log of stays
	TimeColumn     string // start in the unit, in a log of stays
	ClockColumn    string // time of day, where TimeColumn holds the day only
	SiteColumn     string // site of the unit, in a log of stays and in the services file

	NameColumn       string   // service, in the services and pôles files
	DisciplineColumn string   // in the services file
	KindColumn       string   // in the services file
	ActivityColumn   string   // in the services file
	PoleColumn       string   // in the services and pôles files
	NoHeader         bool     // the flows file has no headings: columns are from, to, count unless said otherwise
	SkipLines        int      // lines above the headings of the flows file
	Comment          string   // a character: lines that begin with it are comments
	Delimiter        string   // of the flows file: one character, or "tab"; default: found; other files: always found
	Encoding         string   // such as "utf-8", "windows-1252", "macintosh"; default: found in each file
	Decimal          string   // "," or "."; default: found in each file
	DateOrder        string   // "dmy" or "mdy"; default: found in the file
	Period           string   // that the movements cover: "1 year", "85 weeks", "2014-11..2016-06"; default: found in the file
	Exclude          []string // units outside the hospital's coordination: exact or with * and ?, case aside
	MinFlow          float64  // leave out units with fewer movements, in and out together, with units not excluded
	Resolution       float64  // of the flow-based perimeter; default 1, more for more groups
	Restarts         int      // of the search for the flow-based perimeter; default 20, fewer above 600 units
	Draws            int      // random perimeters to compare with; default 1000
	Seed             uint64   // of the search and of the random perimeters
}

// The flags by which errors advise to mend the reading of a file; the command line declares them under these names.
const (
	FlagFrom       = "--from-column"
	FlagTo         = "--to-column"
	FlagCount      = "--count-column"
	FlagSiteFrom   = "--site-from-column"
	FlagSiteTo     = "--site-to-column"
	FlagID         = "--id-column"
	FlagUnit       = "--unit-column"
	FlagTime       = "--time-column"
	FlagClock      = "--clock-column"
	FlagSite       = "--site-column"
	FlagName       = "--name-column"
	FlagDiscipline = "--discipline-column"
	FlagKind       = "--kind-column"
	FlagActivity   = "--activity-column"
	FlagPole       = "--pole-column"
	FlagNoHeader   = "--no-header"
	FlagSkip       = "--skip-lines"
	FlagComment    = "--comment"
	FlagDelimiter  = "--delimiter"
	FlagEncoding   = "--encoding"
	FlagDecimal    = "--decimal"
	FlagDateOrder  = "--date-order"
	FlagPeriod     = "--period"
	FlagExclude    = "--exclude"
	FlagMinFlow    = "--min-flow"
)

// none says that a column is to be done without, whatever the headings suggest.
const none = "none"

func (o Options) withDefaults() Options {
	if o.Resolution == 0 {
		o.Resolution = 1
	}
	if o.Draws == 0 {
		o.Draws = 1000
	}
	return o
}
