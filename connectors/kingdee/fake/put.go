package fake

import "slices"

// PutCustomer stores a customer under its number and sets its change time from the
// clock. It gives back what is stored.
func (s *Server) PutCustomer(c Customer) Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putCustomer(c, true)
}

// PutOrder stores an order under its BillNo and sets its change time from the clock.
func (s *Server) PutOrder(o Order) Order {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putOrder(o, true)
}

// PutReceivable stores a receivable under its BillNo and sets its change time from the clock.
func (s *Server) PutReceivable(r Receivable) Receivable {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putReceivable(r, true)
}

// PutReceipt stores a receipt under its BillNo and sets its change time from the clock.
func (s *Server) PutReceipt(r Receipt) Receipt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putReceipt(r, true)
}

// Customer gives the customer with a number.
func (s *Server) Customer(number string) (Customer, bool) { return get(s, &s.customers, number) }

// Order gives the order with a bill number.
func (s *Server) Order(billNo string) (Order, bool) { return get(s, &s.orders, billNo) }

// Receivable gives the receivable with a bill number.
func (s *Server) Receivable(billNo string) (Receivable, bool) {
	return get(s, &s.receivables, billNo)
}

// Receipt gives the receipt with a bill number.
func (s *Server) Receipt(billNo string) (Receipt, bool) { return get(s, &s.receipts, billNo) }

// Remove deletes the document of a form (BD_Customer, SAL_SaleOrder, AR_receivable,
// AR_RECEIVEBILL): later queries simply do not find it.
func (s *Server) Remove(formID, number string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch formID {
	case "BD_Customer":
		return s.customers.remove(number)
	case "SAL_SaleOrder":
		return s.orders.remove(number)
	case "AR_receivable":
		return s.receivables.remove(number)
	case "AR_RECEIVEBILL":
		return s.receipts.remove(number)
	}
	return false
}

func get[T any, P interface {
	*T
	document
}](s *Server, t *table[P], number string) (T, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	d, ok := t.find(number)
	if !ok {
		var none T
		return none, false
	}
	return *d, true
}

func orBase(b *Base, number, name string) {
	if b.Number == "" {
		*b = Base{number, name}
	}
}

func orText(s *string, d string) {
	if *s == "" {
		*s = d
	}
}

func (s *Server) orID(id *int64) {
	if *id == 0 {
		s.lastID++
		*id = s.lastID
	}
}

func (s *Server) putCustomer(c Customer, touch bool) Customer {
	orBase(&c.CreateOrg, s.access.OrgNumber, "示例组织")
	orBase(&c.UseOrg, c.CreateOrg.Number, c.CreateOrg.Name)
	s.customers.put(s, &c, touch)
	return c
}

func (s *Server) putOrder(o Order, touch bool) Order {
	orBase(&o.BillType, "XSDD01_SYS", "标准销售订单")
	orBase(&o.SaleOrg, s.access.OrgNumber, "示例组织")
	orText(&o.Currency, "PRE001")
	orText(&o.ExchangeRate, "1")
	o.Entries = slices.Clone(o.Entries)
	for i := range o.Entries {
		s.orID(&o.Entries[i].ID)
	}
	s.orders.put(s, &o, touch)
	return o
}

func (s *Server) putReceivable(r Receivable, touch bool) Receivable {
	orBase(&r.BillType, "YSD01_SYS", "标准应收单")
	orBase(&r.SettleOrg, s.access.OrgNumber, "示例组织")
	orText(&r.Currency, "PRE001")
	orText(&r.WrittenOffStatus, "A")
	r.Entries = slices.Clone(r.Entries)
	for i := range r.Entries {
		s.orID(&r.Entries[i].ID)
	}
	s.receivables.put(s, &r, touch)
	return r
}

func (s *Server) putReceipt(r Receipt, touch bool) Receipt {
	orBase(&r.BillType, "SKDLX01_SYS", "销售收款单")
	orBase(&r.SettleOrg, s.access.OrgNumber, "示例组织")
	orBase(&r.PayOrg, r.SettleOrg.Number, r.SettleOrg.Name)
	orText(&r.PayUnit, r.ContactUnit)
	orText(&r.Currency, "PRE001")
	orText(&r.WrittenOffStatus, "A")
	r.Entries = slices.Clone(r.Entries)
	for i := range r.Entries {
		s.orID(&r.Entries[i].ID)
		orBase(&r.Entries[i].SettleType, "JSFS04_SYS", "电汇")
		orBase(&r.Entries[i].Purpose, "SFKYT01_SYS", "销售收款")
	}
	s.receipts.put(s, &r, touch)
	return r
}
