package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// MaxFile bounds an uploaded file.
const MaxFile = 20 << 20

// NewFile is a file that somebody uploads.
type NewFile struct {
	Name    string
	Kind    string            // which list it is: a stream name of the connector
	Params  map[string]string // what the uploader said beside the file
	Content []byte            // at most MaxFile
}

var (
	qFileNextSeq = sql("FileNextSeq")
	qFileInsert  = sql("FileInsert")
	qFilesAfter  = sql("FilesAfter")
	qFileBySHA   = sql("FileBySHA")
	qFileContent = sql("FileContent")
	qFilesDelete = sql("FilesDelete")
)

// PutFile stores an uploaded file, sealed, as the next of its connection. The same
// content again is the fault duplicate_file, and the file that is there is given.
func (s *Store) PutFile(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, n NewFile) (connectors.FileInfo, error) {
	if len(n.Content) > MaxFile {
		return connectors.FileInfo{}, fault.New("file_too_large", nil)
	}
	sum := sha256.Sum256(n.Content)
	info := connectors.FileInfo{SHA256: hex.EncodeToString(sum[:]), Name: n.Name, Size: int64(len(n.Content)), Kind: n.Kind, Params: n.Params}
	keys, err := s.ring()
	if err != nil {
		return info, err
	}
	e, err := access.Did(ctx, "file.upload", "file", string(c)+"/"+info.SHA256)
	if err != nil {
		return info, err
	}
	envelope, keyID, err := keys.Seal(place(ws, c, "file/"+info.SHA256), n.Content)
	if err != nil {
		return info, err
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var status ConnectionStatus
		var code string
		if err := tx.QueryRow(ctx, qConnectionLock, c).Scan(&status, &code); err != nil { // orders the uploads of a connection
			return err
		}
		switch there, err := oneFile(ctx, tx, c, info.SHA256); {
		case err == nil:
			info = there
			return fault.New("duplicate_file", nil)
		case !isNoRows(err):
			return err
		}
		if err := tx.QueryRow(ctx, qFileNextSeq, c).Scan(&info.Seq); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, qFileInsert, ws, c, info.Seq, info.SHA256, info.Name, info.Size, info.Kind, object(info.Params), envelope, keyID, e.Actor.Ref()).Scan(&info.UploadedAt)
		if err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
	return info, err
}

// Files gives a connection's uploaded files to its connector.
func (s *Store) Files(ws record.WorkspaceID, c record.ConnectionID) connectors.Files {
	return files{s, ws, c}
}

type files struct {
	s  *Store
	ws record.WorkspaceID
	c  record.ConnectionID
}

func (f files) List(ctx context.Context, afterSeq int64) (out []connectors.FileInfo, err error) {
	err = f.s.InWorkspaceRead(ctx, f.ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qFilesAfter, f.c, afterSeq, 100)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanFile)
		return err
	})
	return out, err
}

func (f files) Open(ctx context.Context, sha string) (io.ReadCloser, error) {
	keys, err := f.s.ring()
	if err != nil {
		return nil, err
	}
	var envelope []byte
	err = f.s.InWorkspaceRead(ctx, f.ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, qFileContent, f.c, sha).Scan(&envelope)
	})
	if err != nil {
		return nil, err
	}
	content, err := keys.Open(place(f.ws, f.c, "file/"+sha), envelope)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

func oneFile(ctx context.Context, tx pgx.Tx, c record.ConnectionID, sha string) (connectors.FileInfo, error) {
	rows, err := tx.Query(ctx, qFileBySHA, c, sha)
	if err != nil {
		return connectors.FileInfo{}, err
	}
	return pgx.CollectExactlyOneRow(rows, scanFile)
}

func scanFile(row pgx.CollectableRow) (f connectors.FileInfo, err error) {
	err = row.Scan(&f.Seq, &f.SHA256, &f.Name, &f.Size, &f.Kind, &f.Params, &f.UploadedAt)
	return f, err
}
