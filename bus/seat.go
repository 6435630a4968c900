package bus

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
)

// A member of a group that was killed holds its partitions until its session runs
// out, and nobody else gets them before. kafka-go knows no static membership; so each
// member says in its client id which process of which machine it is (its seat), and
// whoever shares that machine can see that the process is gone and take the dead
// member out of the group. A process that is merely stopped still exists: its session
// has to run out, and what it writes after that is refused by its old generation.

// seatMark parts the seat from the configured client id.
const seatMark = "~"

// seat names a process: a place in which process numbers mean the same, a number and
// the moment of its start.
type seat struct {
	place string
	pid   int
	since string
}

// String is the seat as it stands behind a client id.
func (s seat) String() string {
	return fmt.Sprintf("%s%s%s%d%s%s", seatMark, s.place, seatMark, s.pid, seatMark, s.since)
}

// seatOf reads the seat of a client id; ok is false for one without.
func seatOf(clientID string) (s seat, ok bool) {
	parts := strings.Split(clientID, seatMark)
	if len(parts) != 4 {
		return seat{}, false
	}
	_, err := fmt.Sscanf(parts[2], "%d", &s.pid)
	s.place, s.since = parts[1], parts[3]
	return s, err == nil && s.pid > 0 && s.place != "" && s.since != ""
}

// gone tells whether the process of a seat has surely ended. Of another place nobody
// here can tell.
func (s seat) gone(here seat, startOf func(pid int) (string, error)) bool {
	if here.place == "" || s.place != here.place || s == here {
		return false
	}
	since, err := startOf(s.pid)
	return err != nil || since != s.since
}

// memberID is the client id of this process's members.
func (b *Bus) memberID() string {
	here, ok := mySeat()
	if !ok {
		return b.cfg.ClientID
	}
	return b.cfg.ClientID + here.String()
}

// expelLadder spaces the looks of a member for dead ones beside it.
var expelLadder = fault.Ladder{First: 100 * time.Millisecond, Cap: 2 * time.Second}

// expelDead takes members whose process ended out of the group, until ctx ends: soon
// after the start, when this process may be what comes after a killed one, and then
// now and again. The first look waits a little: in a group that has a newcomer already,
// the leaving of the dead ends the rebalance at once.
func (s *subscription) expelDead(ctx context.Context) {
	here, ok := mySeat()
	if !ok {
		return
	}
	for looks := 0; ; looks++ {
		if (clock.System{}).Sleep(ctx, expelLadder.Ceiling(looks)) != nil {
			return
		}
		if err := s.bus.expel(ctx, s.cfg.Group, here); err != nil && ctx.Err() == nil {
			s.bus.log.DebugContext(ctx, "looking for dead members", "group", s.cfg.Group, "err", err)
		}
	}
}

// expel looks once.
func (b *Bus) expel(ctx context.Context, group string, here seat) error {
	res, err := b.client.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: []string{group}})
	if err != nil {
		return err
	}
	var dead []kafka.LeaveGroupRequestMember
	for _, g := range res.Groups {
		for _, m := range g.Members {
			if at, ok := seatOf(m.ClientID); ok && at.gone(here, startOf) {
				dead = append(dead, kafka.LeaveGroupRequestMember{ID: m.MemberID})
			}
		}
	}
	if len(dead) == 0 {
		return nil
	}
	b.log.WarnContext(ctx, "members of processes that ended leave the group", "group", group, "members", len(dead))
	left, err := b.client.LeaveGroup(ctx, &kafka.LeaveGroupRequest{GroupID: group, Members: dead})
	if err != nil {
		return err
	}
	return left.Error
}
