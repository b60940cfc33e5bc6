// Package archive opens zip files that somebody sends: names in GBK as well as in
// UTF-8 are read, and names and sizes that no honest archive has are refused.
//
// Nothing is unpacked to disk. What a file in the archive holds is read as a
// stream, which ends at the size that the archive states.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/text"
)

// Limits on what an archive may state.
const (
	// maxFiles: a File Geodatabase of hundreds of tables has some thousands of files.
	maxFiles = 20_000
	// maxTotal is more than a Shapefile can have (2 GiB for each of its parts).
	maxTotal = 6 << 30
	// maxRatio bounds how much a file may shrink once it is larger than ratioFrom.
	// Tables padded with blanks reach about 300, a bomb 1000.
	maxRatio  = 500
	ratioFrom = 64 << 20
)

// File is a file in an archive.
type File struct {
	// Name has / between its folders, whatever the archive has.
	Name  string
	Size  int64
	entry *zip.File
}

// Open opens the file for reading. Reading more bytes than the archive states is an
// error.
func (f File) Open() (io.ReadCloser, error) {
	in, err := f.entry.Open()
	if err != nil {
		return nil, fmt.Errorf("%s in the archive: %w", f.Name, err)
	}
	return &bounded{in, f.Name, f.Size}, nil
}

// bounded ends where the stated size ends.
type bounded struct {
	io.ReadCloser
	name string
	left int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("%s in the archive is longer than the archive states", b.name)
	}
	return n, err
}

// Archive is an open zip file.
type Archive struct {
	// Files are in the order of the archive; folders are left out, as are the files
	// that macOS adds.
	Files []File
	// Names tells how the names were read, when that was not plain UTF-8.
	Names text.Choice
	close func() error
}

// Open opens a zip file. Names that lead out of a folder, two files of one name,
// and sizes beyond all measure are errors.
func Open(file string) (*Archive, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path.Base(file), err)
	}
	a, err := list(&z.Reader)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path.Base(file), err), z.Close())
	}
	a.close = z.Close
	return a, nil
}

// Read is Open for a zip file that is not a file on disk.
func Read(in io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, err
	}
	return list(z)
}

// Close closes the zip file.
func (a *Archive) Close() error {
	if a.close == nil {
		return nil
	}
	return a.close()
}

func list(z *zip.Reader) (*Archive, error) {
	if len(z.File) > maxFiles {
		return nil, fmt.Errorf("the archive states %d files; %d are the most that are read", len(z.File), maxFiles)
	}
	a := &Archive{}
	var err error
	// The bytes of names without the flag for UTF-8 are in the code page of whoever
	// made the archive: all of them in the same.
	a.Names, err = text.Choose(text.Evidence{Valid: func(e text.Encoding) (bool, error) {
		return !slices.ContainsFunc(z.File, func(f *zip.File) bool {
			if !f.NonUTF8 {
				return false
			}
			_, ok := e.Decode([]byte(f.Name))
			return !ok
		}), nil
	}})
	if err != nil {
		return nil, fmt.Errorf("the names of the files in the archive: %w", err)
	}
	var total uint64
	seen := map[string]bool{}
	for _, entry := range z.File {
		name := entry.Name
		if entry.NonUTF8 {
			name, _ = a.Names.Decode([]byte(name))
		}
		name = strings.ReplaceAll(name, `\`, "/") // some Windows programs
		if rule := nameRule(name); rule != "" {
			return nil, fmt.Errorf("the archive names a file %q: %s", short(name), rule)
		}
		if strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), "._") {
			continue
		}
		if seen[name] {
			return nil, fmt.Errorf("the archive has two files %q", short(name))
		}
		seen[name] = true
		size := entry.UncompressedSize64
		if total += size; size > maxTotal || total > maxTotal {
			return nil, fmt.Errorf("the archive states more than %d GiB of files", maxTotal>>30)
		}
		if size > ratioFrom && size/max(1, entry.CompressedSize64) > maxRatio {
			return nil, fmt.Errorf("%s would grow from %d to %d bytes: that is a bomb, not data", short(name), entry.CompressedSize64, size)
		}
		a.Files = append(a.Files, File{name, int64(size), entry})
	}
	return a, nil
}

// nameRule is the rule that a name breaks, "" for none.
func nameRule(name string) string {
	switch {
	case name == "" || strings.ContainsAny(name, "\x00\r\n"):
		return "a name is one line of text"
	case path.IsAbs(name) || len(name) > 1 && name[1] == ':':
		return "a name is relative to the archive"
	case slices.Contains(strings.Split(name, "/"), ".."):
		return "a name does not lead out of the archive"
	}
	return ""
}

func short(name string) string {
	const most = 80
	if r := bytes.Runes([]byte(name)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}

// ByExtension lists the files whose names end so, whatever the case.
func (a *Archive) ByExtension(extension string) []File {
	var out []File
	for _, f := range a.Files {
		if strings.EqualFold(path.Ext(f.Name), extension) {
			out = append(out, f)
		}
	}
	return out
}

// Named finds a file by its whole name, whatever the case of its extension; ok is
// false when there is none.
func (a *Archive) Named(stem, extension string) (File, bool) {
	for _, f := range a.Files {
		ext := path.Ext(f.Name)
		if strings.TrimSuffix(f.Name, ext) == stem && strings.EqualFold(ext, extension) {
			return f, true
		}
	}
	return File{}, false
}
