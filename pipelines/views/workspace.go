package views

import "time"

// Workspace is a tenant.
type Workspace struct {
	ID        string    `json:"id" format:"uuid"`
	Slug      string    `json:"slug" doc:"short name for addresses"`
	Name      string    `json:"name"`
	Demo      bool      `json:"demo" doc:"holds example data and may be deleted in one step"`
	CreatedAt time.Time `json:"created_at"`
}
