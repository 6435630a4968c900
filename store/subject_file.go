package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// fileRow is a row of an uploaded list in which somebody stands. Lists have one thing a
// row, so a row is about its person as a whole.
type fileRow struct {
	sheet string
	row   int // from 1
	cells []string
}

// lookFile finds the rows of an uploaded list, and gives the list without them: they
// stay as empty rows, so that the others keep their numbers.
func lookFile(set *privacy.Set, content []byte) (found []fileRow, without []byte, err error) {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return lookSheet(set, content)
	}
	text, gb := string(content), false
	if !utf8.ValidString(text) {
		if text, err = simplifiedchinese.GB18030.NewDecoder().String(text); err != nil {
			return nil, nil, fault.Newf("internal", "an uploaded list is neither UTF-8 nor GB18030: %w", err)
		}
		gb = true
	}
	var out strings.Builder
	n := 0
	for line := range strings.Lines(text) {
		n++
		if len(set.Find(line)) > 0 {
			body := strings.TrimRight(line, "\r\n")
			found = append(found, fileRow{row: n, cells: strings.Split(body, ",")})
			line = strings.Repeat(",", strings.Count(body, ",")) + line[len(body):]
		}
		out.WriteString(line)
	}
	text = out.String()
	if gb {
		if text, err = simplifiedchinese.GB18030.NewEncoder().String(text); err != nil {
			return nil, nil, fault.Newf("internal", "a list cannot be written as GB18030 again: %w", err)
		}
	}
	return found, []byte(text), nil
}

func lookSheet(set *privacy.Set, content []byte) (found []fileRow, without []byte, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: 200 << 20, UnzipXMLSizeLimit: 64 << 20, RawCellValue: true})
	if err != nil {
		return nil, nil, fault.Newf("internal", "an uploaded sheet cannot be opened: %w", err)
	}
	defer func() { _ = f.Close() }()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, nil, fault.Newf("internal", "an uploaded sheet cannot be read: %w", err)
		}
		for i, cells := range rows {
			if len(set.Find(strings.Join(cells, "\x1f"))) == 0 {
				continue
			}
			found = append(found, fileRow{sheet, i + 1, cells})
			for j := range cells {
				name, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					return nil, nil, fault.New("internal", err)
				}
				if err := f.SetCellStr(sheet, name, ""); err != nil {
					return nil, nil, fault.New("internal", err)
				}
			}
		}
	}
	if len(found) == 0 {
		return nil, content, nil
	}
	// The table of shared texts keeps what no cell shows any more: a new book takes over
	// what is left.
	fresh := excelize.NewFile()
	defer func() { _ = fresh.Close() }()
	for i, sheet := range f.GetSheetList() {
		if i == 0 {
			err = fresh.SetSheetName(fresh.GetSheetName(0), sheet)
		} else {
			_, err = fresh.NewSheet(sheet)
		}
		if err != nil {
			return nil, nil, fault.New("internal", err)
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, nil, fault.New("internal", err)
		}
		for r, cells := range rows {
			for c, v := range cells {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err == nil && v != "" {
					err = fresh.SetCellStr(sheet, name, v)
				}
				if err != nil {
					return nil, nil, fault.New("internal", err)
				}
			}
		}
	}
	var out bytes.Buffer
	if err := fresh.Write(&out); err != nil {
		return nil, nil, fault.New("internal", err)
	}
	return found, out.Bytes(), nil
}

// fileFound is an uploaded file.
type fileFound struct {
	connection         record.ConnectionID
	title              string
	seq                int64
	sha256, name, kind string
	at                 time.Time
	content            []byte
	staff              bool
}

// nextFile gives the file behind a place; ok is false at the end.
func (s *Store) nextFile(ctx context.Context, ws record.WorkspaceID, after record.ConnectionID, seq int64) (f fileFound, ok bool, err error) {
	var envelope []byte
	if after == "" {
		after = "00000000-0000-0000-0000-000000000000"
	}
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("SubjectFiles"), string(after), seq).Scan((*string)(&f.connection), &f.title, &f.seq, &f.sha256, &f.name, &f.kind, &f.at, &envelope, &f.staff)
	})
	if errors.Is(err, pgx.ErrNoRows) || err != nil && fault.As(err).Code == "not_found" {
		return f, false, nil
	}
	if err != nil {
		return f, false, err
	}
	keys, err := s.ring()
	if err != nil {
		return f, false, err
	}
	f.content, err = keys.Open(place(ws, f.connection, "file/"+f.sha256), envelope)
	return f, err == nil, err
}

func (x *exporting) files(ctx context.Context) error {
	for c, seq := record.ConnectionID(""), int64(0); ; {
		f, ok, err := x.s.nextFile(ctx, x.ws, c, seq)
		if err != nil || !ok {
			return err
		}
		c, seq = f.connection, f.seq
		rows, _, err := lookFile(x.set, f.content)
		if err != nil {
			return err
		}
		for _, r := range rows {
			err := x.visit(privacy.Row{
				Table: "uploaded_file", Column: "envelope", At: f.at, Source: f.title, Basis: privacy.ByConsent, Activity: "file", Own: true,
				Ref: jsonOf(map[string]any{"file": f.name, "sha256": f.sha256, "sheet": r.sheet, "row": r.row}), Data: jsonOf(r.cells),
			})
			if err != nil {
				return err
			}
		}
	}
}

// forgetFile takes somebody out of one file and gives how many rows that were.
func (s *Store) forgetFile(ctx context.Context, ws record.WorkspaceID, set *privacy.Set, f fileFound) (rows int, err error) {
	found, without, err := lookFile(set, f.content)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	keys, err := s.ring()
	if err != nil {
		return 0, err
	}
	envelope, keyID, err := keys.Seal(place(ws, f.connection, "file/"+f.sha256), without)
	if err != nil {
		return 0, err
	}
	return len(found), s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, sql("SubjectFileRewrite"), string(f.connection), f.sha256, envelope, keyID, int64(len(without)))
		if err == nil && tag.RowsAffected() != 1 {
			err = fmt.Errorf("store: file %s is gone", f.sha256)
		}
		return err
	})
}
