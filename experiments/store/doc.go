// Package store keeps the results of a run or of a comparison in a folder that is either whole or absent.
//
// It knows rows, columns and files. It must never know what a column means: names, units and meanings come from the
// caller as [Column] values and are written down in the folder's dictionary.
//
// # Writing
//
//   - [Create] starts a folder beside its final place, under a lock; [Folder.Add], [Folder.AddSeries] and
//     [Folder.AddDetails] take rows
//   - [Folder.Flush] puts what is buffered on disk; [Folder.Seal] merges and writes the dictionary: all rows are whole,
//     and figures can be drawn beside them; [Folder.Finish] moves into place
//   - [Folder.Close] gives up and leaves what is whole in the partial folder
//
// # Reading
//
//   - [Open] reads the manifest of a finished or a partial folder; [Results.Runs], [Results.RunAt], [Results.Series],
//     [Results.AllSeries] and [Results.Details] read its rows; [ExportCSV] writes them as text
//
// # Layout of a folder, format 1
//
//	manifest.json       what was run, by what, how far it came; see [Manifest]
//	runs.parquet        a row for each run: scenario × replication
//	series.parquet      a row for each scenario, month and outcome, summarised over the runs
//	all_series.parquet  optional: a row for each run and month
//	details.parquet     optional: a row for each run and thing seen in it one by one
//	dictionary.csv      every column: name, unit, meaning, file; dictionary.md holds the same
//
// While it is written the folder is called name.partial and holds, in place of the Parquet files, numbered parts of
// them under parts/. Manifest.Parts counts the parts that are whole: a file beyond that count does not exist for a
// reader. A process killed at any moment thus leaves a folder whose manifest lists exactly what can be read.
//
// # Guarantees
//
// A folder that holds files which neither this package nor its caller (Manifest.Further) wrote, or some that were changed
// since, is never replaced.
//
// The bytes of the Parquet files depend on the rows only: not on the clock, nor on where parts were cut. Memory
// depends on the number of columns, not of rows (but for the footer: some 70 kB for each million values).
package store
