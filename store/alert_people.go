package store

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// alertPeople gives everybody who may be told: the members, and the employees without an
// account; who is on leave or has left is not told. What an employee's record says of addresses comes before the sign-in name.
func alertPeople(ctx context.Context, tx pgx.Tx) ([]centre.Person, error) {
	return all(ctx, reading{tx}, sql("AlertPeople"), func(row pgx.CollectableRow) (p centre.Person, err error) {
		var account, signIn, wecom, dingtalk, mobile, email string
		var roles, channels []string
		var quiet []byte
		if err := row.Scan(&account, &p.Name, &roles, &signIn, &p.Gone, &quiet, &channels, &p.English, &p.Employee, &p.Manager, &wecom, &dingtalk, &mobile, &email); err != nil {
			return p, err
		}
		p.ID = "user:" + account
		if account == "" {
			p.ID = "employee:" + p.Employee
		}
		for _, r := range roles {
			p.Roles = append(p.Roles, access.Role(r))
		}
		for _, c := range channels {
			p.Channels = append(p.Channels, record.ConnectionID(c))
		}
		if email == "" && strings.Contains(signIn, "@") {
			email = signIn
		}
		p.Address = map[centre.Via]string{}
		for via, address := range map[centre.Via]string{centre.WeCom: wecom, centre.DingTalk: dingtalk, centre.Mobile: mobile, centre.Email: email} {
			if address != "" {
				p.Address[via] = address
			}
		}
		var q calendar.Quiet
		if err := json.Unmarshal(quiet, &q); err != nil {
			return p, err
		}
		if len(q) > 0 {
			p.Quiet = q.Until
		}
		return p, nil
	})
}
