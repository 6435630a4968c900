package world

import (
	"cmp"
	"slices"

	"github.com/heliuhub/heliu/internal/world/model"
)

// scan is a scanned badge; again means that the badge was scanned a second time.
type scan struct {
	lead  *model.Lead
	again bool
}

// listFormats are the shapes in which the organisers give their lists.
var listFormats = []string{"csv", "csv-gb18030", "xlsx"}

// uploadFairs turns the scans of each fair into one uploaded list, a day or two after it.
func (g *gen) uploadFairs() {
	for i, f := range g.fairs {
		d := dice{source(g.seed, "list", f.list)}
		slices.SortFunc(f.scans, func(a, b *scan) int {
			return cmp.Or(a.lead.CreatedAt.Compare(b.lead.CreatedAt), cmp.Compare(a.lead.Key, b.lead.Key))
		})
		file := &model.File{Kind: model.StreamFair, List: f.list, Format: listFormats[i%len(listFormats)], Fair: f.title}
		for _, s := range f.scans {
			file.Leads = append(file.Leads, s.lead)
			if s.again {
				later := *s.lead
				later.CreatedAt = later.CreatedAt.Add(3 * 60 * 1e9)
				file.Repeat = append(file.Repeat, &later)
			}
		}
		at := atDay(f.first.AddDate(0, 0, f.days), d.between(9*60, 18*60), 0)
		g.emit(at, model.Upload, model.ConnFair, model.StreamFair, f.list, file)
	}
}
