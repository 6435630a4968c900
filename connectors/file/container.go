package file

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/heliuhub/heliu/fault"
)

// Limits of what an XLSX file may hold.
const (
	maxUnzipped = 200 << 20
	maxEntries  = 2000
	maxRatio    = 100
	maxPart     = 16 << 20 // of a part that is neither sheet nor shared texts
)

// container is an XLSX file that was found sane, reduced to the parts that hold
// cells: macros, links to other files, pictures and embedded objects are left out.
type container struct {
	zip   []byte
	flags []string // what was left out and should be known: macro, external_link, embedded
	parts map[string]*zip.File
}

// openContainer checks an XLSX file before anything unpacks it.
func openContainer(content []byte) (*container, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fault.Newf("unsafe_file", "the archive is damaged")
	}
	if len(z.File) > maxEntries {
		return nil, fault.Newf("unsafe_file", "more than %d parts", maxEntries)
	}
	c := &container{parts: map[string]*zip.File{}}
	var total uint64
	for _, f := range z.File {
		name := strings.ReplaceAll(f.Name, "\\", "/")
		if path.IsAbs(name) || strings.Contains(name, "..") || strings.Contains(name, ":") {
			return nil, fault.Newf("unsafe_file", "a part points outside of the archive")
		}
		if total += f.UncompressedSize64; total > maxUnzipped || f.UncompressedSize64 > maxUnzipped {
			return nil, fault.Newf("unsafe_file", "more than %d MB when unpacked", maxUnzipped>>20)
		}
		name = strings.ToLower(name)
		if _, twice := c.parts[name]; twice {
			return nil, fault.Newf("unsafe_file", "a part stands twice")
		}
		c.parts[name] = f
		c.flag(name)
	}
	if total > 8<<20 && total > maxRatio*uint64(len(content)) {
		return nil, fault.Newf("unsafe_file", "compressed more than %d times", maxRatio)
	}
	if c.parts["xl/workbook.xml"] == nil || c.parts["[content_types].xml"] == nil {
		return nil, fault.Newf("unreadable_file", "an archive, but no workbook")
	}
	return c, c.reduce(z)
}

func (c *container) flag(name string) {
	for prefix, flag := range map[string]string{
		"xl/vbaproject": "macro", "xl/externallinks/": "external_link", "xl/embeddings/": "embedded", "xl/connections.xml": "external_link",
	} {
		if strings.HasPrefix(name, prefix) && !c.has(flag) {
			c.flags = append(c.flags, flag)
		}
	}
}

func (c *container) has(flag string) bool {
	for _, f := range c.flags {
		if f == flag {
			return true
		}
	}
	return false
}

// reduce writes the parts that hold cells into an archive of its own, as they are.
func (c *container) reduce(z *zip.Reader) error {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/"))
		bulk := strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
		switch {
		case bulk:
		case name == "[content_types].xml", name == "_rels/.rels", name == "xl/workbook.xml", name == "xl/_rels/workbook.xml.rels", name == "xl/styles.xml",
			strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml"):
			if f.UncompressedSize64 > maxPart {
				return fault.Newf("unsafe_file", "a part of the workbook is too large")
			}
		default:
			continue
		}
		if err := intact(f); err != nil {
			return err
		}
		h := f.FileHeader
		src, err := f.OpenRaw()
		if err != nil {
			return fault.Newf("unsafe_file", "the archive is damaged")
		}
		dst, err := w.CreateRaw(&h)
		if err == nil {
			_, err = io.Copy(dst, src)
		}
		if err != nil {
			return fault.Newf("unsafe_file", "the archive is damaged")
		}
	}
	if err := w.Close(); err != nil {
		return fault.Newf("unsafe_file", "the archive is damaged")
	}
	c.zip = out.Bytes()
	return nil
}

// intact unpacks a part once to nowhere: the library would take a part that breaks off
// for a shorter one, and rows would be missing in silence. A part that is larger than
// it says ends at the first excess byte.
func intact(f *zip.File) error {
	r, err := f.Open()
	if err == nil {
		_, err = io.Copy(io.Discard, r)
		err = errors.Join(err, r.Close())
	}
	if err != nil {
		return fault.Newf("unsafe_file", "a part of the archive is damaged")
	}
	return nil
}

// part reads a part of the workbook, at most limit bytes of it.
func (c *container) part(name string, limit int64) ([]byte, error) {
	f := c.parts[strings.ToLower(name)]
	if f == nil {
		return nil, errors.New("no such part")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, limit))
}
