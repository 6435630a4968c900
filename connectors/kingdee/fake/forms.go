package fake

import "github.com/shopspring/decimal"

func customerColumns() map[string]column[*Customer] {
	t := func(get func(*Customer) string) column[*Customer] {
		return head(func(c *Customer) value { return textValue(get(c)) })
	}
	m := map[string]column[*Customer]{
		"FNumber":             t(func(c *Customer) string { return c.Number }),
		"FName":               t(func(c *Customer) string { return c.Name }),
		"FShortName":          t(func(c *Customer) string { return c.ShortName }),
		"FTAXREGISTERCODE":    t(func(c *Customer) string { return c.TaxRegisterCode }),
		"FSOCIALCRECODE":      t(func(c *Customer) string { return c.SocialCreditCode }),
		"FTEL":                t(func(c *Customer) string { return c.Tel }),
		"FINVOICETITLE":       t(func(c *Customer) string { return c.InvoiceTitle }),
		"FINVOICEBANKNAME":    t(func(c *Customer) string { return c.InvoiceBankName }),
		"FINVOICEBANKACCOUNT": t(func(c *Customer) string { return c.InvoiceBankAccount }),
		"FINVOICETEL":         t(func(c *Customer) string { return c.InvoiceTel }),
		"FINVOICEADDRESS":     t(func(c *Customer) string { return c.InvoiceAddress }),
		"FForbidStatus":       head(func(c *Customer) value { return yes(c.Forbidden) }),
	}
	base(m, "FCreateOrgId", func(c *Customer) Base { return c.CreateOrg })
	base(m, "FUseOrgId", func(c *Customer) Base { return c.UseOrg })
	base(m, "FCOUNTRY", func(c *Customer) Base { return c.Country })
	base(m, "FSELLER", func(c *Customer) Base { return c.Seller })
	base(m, "FSALDEPTID", func(c *Customer) Base { return c.Dept })
	base(m, "FGroup", func(c *Customer) Base { return c.Group })
	base(m, "FCustTypeId", func(c *Customer) Base { return c.CustType })
	base(m, "FTRADINGCURRID", func(c *Customer) Base { return c.TradeCurr })
	return stampColumns(m, "FCUSTID")
}

// customerBase gives a customer by number with the name it has now.
func (s *Server) customerBase(number string) Base {
	if c, ok := s.customers.find(number); ok {
		return Base{number, c.Name}
	}
	return Base{Number: number}
}

func (s *Server) orderColumns() map[string]column[*Order] {
	m := map[string]column[*Order]{
		"FBillNo":       head(func(o *Order) value { return textValue(o.BillNo) }),
		"FDate":         head(func(o *Order) value { return dateValue(o.Date) }),
		"FNote":         head(func(o *Order) value { return textValue(o.Note) }),
		"FCloseStatus":  head(func(o *Order) value { return yes(o.Closed) }),
		"FCancelStatus": head(func(o *Order) value { return yes(o.Cancelled) }),
		"FExchangeRate": head(func(o *Order) value { return decValue(o.ExchangeRate) }),
		s.contract:      head(func(o *Order) value { return textValue(o.Contract) }),
		"FBillAmount":   head(func(o *Order) value { return sum(len(o.Entries), func(i int) string { return o.Entries[i].Amount }) }),
		"FBillAllAmount": head(func(o *Order) value {
			return sum(len(o.Entries), func(i int) string { return o.Entries[i].AllAmount })
		}),
		"FSaleOrderEntry_FEntryID": entry(func(o *Order, i int) value { return intValue(o.Entries[i].ID) }),
	}
	line := map[string]func(OrderEntry) value{
		"FQty":          func(e OrderEntry) value { return decValue(e.Qty) },
		"FPrice":        func(e OrderEntry) value { return decValue(e.Price) },
		"FTaxPrice":     func(e OrderEntry) value { return decValue(e.TaxPrice) },
		"FTaxRate":      func(e OrderEntry) value { return decValue(e.TaxRate) },
		"FTaxAmount":    func(e OrderEntry) value { return decValue(e.TaxAmount) },
		"FAmount":       func(e OrderEntry) value { return decValue(e.Amount) },
		"FAllAmount":    func(e OrderEntry) value { return decValue(e.AllAmount) },
		"FDeliveryDate": func(e OrderEntry) value { return dateValue(e.DeliveryDate) },
	}
	for name, get := range line {
		c := entry(func(o *Order, i int) value { return get(o.Entries[i]) })
		m[name], m["FSaleOrderEntry_"+name] = c, c
	}
	base(m, "FBillTypeID", func(o *Order) Base { return o.BillType })
	base(m, "FSaleOrgId", func(o *Order) Base { return o.SaleOrg })
	base(m, "FCustId", func(o *Order) Base { return s.customerBase(o.Customer) })
	base(m, "FSaleDeptId", func(o *Order) Base { return o.Dept })
	base(m, "FSalerId", func(o *Order) Base { return o.Saler })
	base(m, "FSettleCurrId", func(o *Order) Base { return Base{o.Currency, currencyNames[o.Currency]} })
	entryBase(m, "FMaterialId", func(o *Order, i int) Base { return o.Entries[i].Material })
	entryBase(m, "FUnitId", func(o *Order, i int) Base { return o.Entries[i].Unit })
	return stampColumns(m, "FID")
}

func (s *Server) receivableColumns() map[string]column[*Receivable] {
	m := map[string]column[*Receivable]{
		"FBillNo":           head(func(r *Receivable) value { return textValue(r.BillNo) }),
		"FDATE":             head(func(r *Receivable) value { return dateValue(r.Date) }),
		"FENDDATE_H":        head(func(r *Receivable) value { return dateValue(r.EndDate) }),
		"FAR_Remark":        head(func(r *Receivable) value { return textValue(r.Remark) }),
		"FCancelStatus":     head(func(r *Receivable) value { return yes(r.Cancelled) }),
		"FWRITTENOFFSTATUS": head(func(r *Receivable) value { return textValue(r.WrittenOffStatus) }),
		s.contract:          head(func(r *Receivable) value { return textValue(r.Contract) }),
		"FALLAMOUNTFOR": head(func(r *Receivable) value {
			return sum(len(r.Entries), func(i int) string { return r.Entries[i].AllAmountFor })
		}),
		"FNoTaxAmountFor": head(func(r *Receivable) value {
			return sum(len(r.Entries), func(i int) string { return r.Entries[i].NoTaxAmountFor })
		}),
		"FEntityDetail_FEntryID": entry(func(r *Receivable, i int) value { return intValue(r.Entries[i].ID) }),
		"FPriceQty":              entry(func(r *Receivable, i int) value { return decValue(r.Entries[i].PriceQty) }),
		"FTaxPrice":              entry(func(r *Receivable, i int) value { return decValue(r.Entries[i].TaxPrice) }),
		"FEntryTaxRate":          entry(func(r *Receivable, i int) value { return decValue(r.Entries[i].TaxRate) }),
		"FALLAMOUNTFOR_D":        entry(func(r *Receivable, i int) value { return decValue(r.Entries[i].AllAmountFor) }),
		"FNoTaxAmountFor_D":      entry(func(r *Receivable, i int) value { return decValue(r.Entries[i].NoTaxAmountFor) }),
		"FORDERNUMBER":           entry(func(r *Receivable, i int) value { return textValue(r.Entries[i].OrderNumber) }),
	}
	base(m, "FBillTypeID", func(r *Receivable) Base { return r.BillType })
	base(m, "FCUSTOMERID", func(r *Receivable) Base { return s.customerBase(r.Customer) })
	base(m, "FCURRENCYID", func(r *Receivable) Base { return Base{r.Currency, currencyNames[r.Currency]} })
	base(m, "FSETTLEORGID", func(r *Receivable) Base { return r.SettleOrg })
	base(m, "FSALEERID", func(r *Receivable) Base { return r.Saler })
	entryBase(m, "FMATERIALID", func(r *Receivable, i int) Base { return r.Entries[i].Material })
	return stampColumns(m, "FID")
}

func (s *Server) receiptColumns() map[string]column[*Receipt] {
	m := map[string]column[*Receipt]{
		"FBillNo":           head(func(r *Receipt) value { return textValue(r.BillNo) }),
		"FDATE":             head(func(r *Receipt) value { return dateValue(r.Date) }),
		"FREMARK":           head(func(r *Receipt) value { return textValue(r.Remark) }),
		"FTHIRDBILLNO":      head(func(r *Receipt) value { return textValue(r.ThirdBillNo) }),
		"FCancelStatus":     head(func(r *Receipt) value { return yes(r.Cancelled) }),
		"FWRITTENOFFSTATUS": head(func(r *Receipt) value { return textValue(r.WrittenOffStatus) }),
		s.contract:          head(func(r *Receipt) value { return textValue(r.Contract) }),
		"FCONTACTUNITTYPE":  head(func(*Receipt) value { return textValue("BD_Customer") }),
		"FPAYUNITTYPE":      head(func(*Receipt) value { return textValue("BD_Customer") }),
		"FRECAMOUNTFOR": head(func(r *Receipt) value {
			return sum(len(r.Entries), func(i int) string { return r.Entries[i].RecTotalAmount })
		}),
		"FRECEIVEBILLENTRY_FENTRYID": entry(func(r *Receipt, i int) value { return intValue(r.Entries[i].ID) }),
		"FRECTOTALAMOUNTFOR":         entry(func(r *Receipt, i int) value { return decValue(r.Entries[i].RecTotalAmount) }),
		"FRECAMOUNTFOR_E":            entry(func(r *Receipt, i int) value { return decValue(r.Entries[i].RecTotalAmount) }),
		"FCOMMENT":                   entry(func(r *Receipt, i int) value { return textValue(r.Entries[i].Comment) }),
		"FSRCBILLNO":                 entry(func(r *Receipt, i int) value { return textValue(r.Entries[i].SourceBillNo) }),
	}
	base(m, "FBILLTYPEID", func(r *Receipt) Base { return r.BillType })
	base(m, "FCONTACTUNIT", func(r *Receipt) Base { return s.customerBase(r.ContactUnit) })
	base(m, "FPAYUNIT", func(r *Receipt) Base { return s.customerBase(r.PayUnit) })
	base(m, "FCURRENCYID", func(r *Receipt) Base { return Base{r.Currency, currencyNames[r.Currency]} })
	base(m, "FSETTLEORGID", func(r *Receipt) Base { return r.SettleOrg })
	base(m, "FPAYORGID", func(r *Receipt) Base { return r.PayOrg })
	base(m, "FSALEERID", func(r *Receipt) Base { return r.Saler })
	entryBase(m, "FSETTLETYPEID", func(r *Receipt, i int) Base { return r.Entries[i].SettleType })
	entryBase(m, "FPURPOSEID", func(r *Receipt, i int) Base { return r.Entries[i].Purpose })
	entryBase(m, "FACCOUNTID", func(r *Receipt, i int) Base { return r.Entries[i].Account })
	return stampColumns(m, "FID")
}

var currencyNames = map[string]string{"PRE001": "人民币", "PRE002": "港币", "PRE003": "欧元", "PRE004": "日本日圆", "PRE007": "美元"}

func sum(n int, get func(int) string) value {
	total := decimal.Zero
	for i := range n {
		total = total.Add(decValue(get(i)).d)
	}
	return value{kind: kindDecimal, d: total}
}
