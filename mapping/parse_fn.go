package mapping

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/record"
)

// optionTypes lists the field types for which an option means something.
var optionTypes = map[string][]record.FieldType{
	"currency": {record.TypeMoney}, "scale": {record.TypeMoney}, "calc": {record.TypeMoney},
	"percent": {record.TypeDecimal, record.TypeText}, "ref": {record.TypeRef},
	"map":    {record.TypeText, record.TypeInt, record.TypeDecimal, record.TypeBool, record.TypeDate, record.TypeTime, record.TypeRef},
	"split":  {record.TypeText, record.TypeRef},
	"map_of": {record.TypeMap}, "rest": {record.TypeMap}, "except": {record.TypeMap},
}

// optionOf names the key of the same rule without which an option means nothing.
var optionOf = map[string]string{
	"sep": "concat", "gross": "calc", "rate": "calc", "of": "calc", "by": "calc", "one_minus": "calc",
	"fields": "each", "when": "each", "except": "rest",
}

// options reads what is the same for every form and refuses what means nothing here.
func (c *compiler) options(r *rule, o *object) {
	for _, k := range o.keys {
		if types := optionTypes[k]; types != nil && !slices.Contains(types, r.field.Type) {
			c.add(o.key(k), "bad_option", k)
		}
		if with := optionOf[k]; with != "" && !o.has(with) {
			c.add(o.key(k), "bad_option", k)
		}
	}
	r.all, r.dashEmpty, r.percent = c.flag(o, "all"), c.flag(o, "dash_empty"), c.flag(o, "percent")
	if o.has("all") && !r.field.List {
		c.add(o.key("all"), "needs_list", "all")
	}
	r.split = c.text(o, "split")
	if v := o.get("absent"); v != nil {
		for _, x := range c.sequence(v) {
			r.absent = append(r.absent, c.scalarText(x))
		}
	}
	if v := o.get("scale"); v != nil {
		shift, ok := scales[v.Value]
		if !ok {
			c.add(v, "bad_scale", v.Value, "fen", "yuan", "wan")
		}
		r.scale = shift
	}
	if v := o.get("currency"); v != nil {
		c.currency(r, v)
	}
	if v := o.get("map"); v != nil {
		c.valueMap(r, v)
	}
	if v := o.get("default"); v != nil {
		if v.Kind != yaml.ScalarNode {
			c.add(v, "bad_shape", "文本或 $名称 (a text or a $name)")
		} else {
			r.def = c.value(v, r.name, true)
		}
	}
}

func (c *compiler) currency(r *rule, v *yaml.Node) {
	r.currency = c.value(v, r.name+".currency", true)
	if r.currency == nil {
		return
	}
	for _, t := range r.currency.outcomes() {
		code := currencyCode(t)
		if code == "" {
			c.add(v, "bad_currency", t, "CNY", "USD", "EUR", "HKD", "GBP", "JPY")
		}
		if r.currency.constant != nil {
			r.currency.constant = &code
		}
	}
}

// outcomes lists the constant texts that a rule may give.
func (r *rule) outcomes() (out []string) {
	if r.constant != nil {
		out = append(out, *r.constant)
	}
	for _, t := range r.values {
		if t != nil {
			out = append(out, *t)
		}
	}
	if r.def != nil && r.def.constant != nil {
		out = append(out, *r.def.constant)
	}
	slices.Sort(out)
	return out
}

// valueMap reads {source text: canonical text or nothing}.
func (c *compiler) valueMap(r *rule, v *yaml.Node) {
	o := c.object(v)
	if o == nil {
		return
	}
	r.values = make(map[string]*string, len(o.keys))
	for _, k := range o.keys {
		x, key := o.get(k), record.NormalizeWidth(k)
		switch {
		case x.Kind != yaml.ScalarNode:
			c.add(x, "bad_shape", "文本 text")
		case x.Tag == "!!null":
			r.values[key] = nil
		default:
			t := x.Value
			r.values[key] = &t
			c.permitted(r, x, t)
		}
	}
}

// permitted checks a constant against the values that the field may have.
func (c *compiler) permitted(r *rule, n *yaml.Node, t string) {
	if len(r.field.Enum) > 0 && !slices.Contains(r.field.Enum, t) {
		c.add(n, "bad_enum", t, r.field.Enum...)
	}
	if r.field.Name == "channel" && r.name == "channel" && channelNames[strings.ToLower(t)] != t {
		c.add(n, "unknown_channel", t, channelIDs()...)
	}
}

func channelIDs() []string {
	ids := make([]string, len(record.Channels))
	for i, x := range record.Channels {
		ids[i] = x.ID
	}
	return ids
}

// function sets what the rule's function does.
func (c *compiler) function(r *rule, o *object, n *yaml.Node) {
	r.fn = defaultFunction(r.field)
	at, named := n, false
	if o != nil && o.has("fn") {
		r.fn, at, named = c.text(o, "fn"), o.get("fn"), true
	}
	if r.field.Type == record.TypeMap && !named {
		if r.form == fromSource {
			r.form = fromMembers
		}
		return
	}
	f, ok := functions[r.fn]
	if !ok {
		c.add(at, "unknown_function", r.fn, Functions()...)
		return
	}
	if named && !slices.Contains(f.gives, r.field.Type) {
		c.add(at, "function_type", r.fn+" → "+string(r.field.Type))
		return
	}
	switch {
	case r.fn == "channel":
		r.form = fromChannel
		c.channel(r, o, at)
		return
	case f.maps != nil:
		r.form, r.maps = fromMembers, f.maps
	case f.early:
		r.early = f.conv
	default:
		r.late = f.conv
	}
	if !named && r.early != nil && r.values == nil && r.constant != nil {
		r.early = nil // a constant stays as it is written
	}
	if o == nil {
		return
	}
	if r.fn == "url_param" {
		if r.param = c.text(o, "name"); r.param == "" {
			c.add(o.node, "missing_key", "name")
		}
	} else if o.has("name") {
		c.add(o.key("name"), "bad_option", "name")
	}
	if o.has("rules") {
		c.add(o.key("rules"), "bad_option", "rules")
	}
}

func (c *compiler) channel(r *rule, o *object, at *yaml.Node) {
	r.channel = &channelRule{}
	if r.field.Name != "channel" {
		c.add(at, "function_type", "channel → "+r.field.Name)
	}
	v := o.get("rules")
	if v == nil {
		return
	}
	for i, x := range c.sequence(v) {
		w := c.object(x, "when", "channel", "name")
		if w == nil {
			continue
		}
		ch := choice{name: c.text(w, "name"), channel: c.text(w, "channel")}
		if ch.name == "" {
			ch.name = "rule " + strconv.Itoa(i+1)
		}
		if k := w.get("channel"); k == nil {
			c.add(x, "missing_key", "channel")
		} else {
			c.permitted(r, k, ch.channel)
		}
		if k := w.get("when"); k == nil {
			c.add(x, "missing_key", "when")
		} else {
			ch.when = c.condition(k)
		}
		r.channel.choices = append(r.channel.choices, ch)
	}
}

// checkConstants runs the constants of a rule through its function.
func (c *compiler) checkConstants(r *rule, o *object) {
	check := func(key string, t *string) {
		if t == nil || o.get(key) == nil || r.field.Type == record.TypeRef || r.field.Type == record.TypeMap {
			return
		}
		var f fail
		switch {
		case r.field.Type == record.TypeMoney:
			if r.currency == nil || r.currency.constant == nil {
				_, f = parseMoney(*t, "", r.scale)
			} else {
				_, f = parseMoney(*t, *r.currency.constant, r.scale)
			}
		case len(r.field.Enum) > 0 || r.name == "channel":
			if r.values == nil || key == "default" {
				c.permitted(r, o.get(key), *t)
			}
		case r.late != nil && r.values == nil:
			_, f = r.late(nil, r, *t)
		}
		if f.code != "" {
			c.add(o.get(key), "bad_const", *t)
		}
	}
	check("const", r.constant)
	if r.def != nil {
		check("default", r.def.constant)
	}
	if r.values != nil && r.late != nil && r.field.Type != record.TypeMoney {
		for _, x := range r.outcomes() {
			if _, f := r.late(nil, r, x); f.code != "" {
				c.add(o.get("map"), "bad_const", x)
			}
		}
	}
}

// ref compiles what a reference points at.
func (c *compiler) ref(r *rule, o *object) {
	v := o.get("ref")
	if v == nil {
		c.add(o.node, "bad_ref", "ref: {entity, stream}")
		return
	}
	w := c.object(v, "entity", "stream", "natural", "connection")
	if w == nil {
		return
	}
	r.ref = &refRule{natural: c.text(w, "natural")}
	if e := w.get("entity"); e != nil {
		r.ref.entity = c.value(e, r.name+".entity", true)
		kinds := record.Kinds()
		slices.Sort(kinds)
		for _, k := range outcomesOf(r.ref.entity) {
			switch {
			case record.Schema(k) == nil:
				c.add(e, "unknown_kind", k, kinds...)
			case r.field.RefKind != "" && k != r.field.RefKind:
				c.add(e, "bad_ref", k+" ≠ "+r.field.RefKind)
				c.issues[len(c.issues)-1].Suggestion = r.field.RefKind
			}
		}
	} else if r.field.RefKind != "" {
		kind := r.field.RefKind
		r.ref.entity = &rule{field: textField, constant: &kind, elseField: -1}
	} else {
		c.add(v, "missing_key", "entity")
	}
	for k, to := range map[string]**rule{"stream": &r.ref.stream, "connection": &r.ref.connection} {
		if x := w.get(k); x != nil {
			*to = c.value(x, r.name+"."+k, true)
		}
	}
	switch {
	case r.ref.natural == "" && r.ref.stream == nil:
		c.add(v, "missing_key", "stream / natural")
	case r.ref.natural != "" && r.ref.stream != nil:
		c.add(w.key("natural"), "bad_ref", "stream + natural")
	case r.ref.natural != "" && r.ref.entity != nil && r.ref.entity.constant != nil:
		c.natural(w.get("natural"), *r.ref.entity.constant)
	}
}

// natural checks that the entity has the field by which it is named.
func (c *compiler) natural(n *yaml.Node, kind string) {
	schema := record.Schema(kind)
	if schema == nil || n.Value == "code" || n.Value == "number" || n.Value == "name" {
		return
	}
	var names []string
	for _, f := range schema {
		if f.Type == record.TypeText && !f.List {
			names = append(names, f.Name)
		}
	}
	if !slices.Contains(names, n.Value) {
		c.add(n, "unknown_field", n.Value, names...)
	}
}

func outcomesOf(r *rule) []string {
	if r == nil {
		return nil
	}
	return r.outcomes()
}

// calc compiles a computed amount.
func (c *compiler) calc(r *rule, o *object) {
	k := &calcRule{op: c.text(o, "calc"), oneMinus: c.flag(o, "one_minus")}
	keys := map[string][2]string{"vat_net": {"gross", "rate"}, "multiply": {"of", "by"}, "negate": {"of", ""}}[k.op]
	if keys[0] == "" {
		c.add(o.get("calc"), "bad_calc", k.op, "vat_net", "multiply", "negate")
		return
	}
	amount := r.field
	amount.List = false
	if v := o.get(keys[0]); v == nil {
		c.add(o.get("calc"), "missing_key", keys[0])
	} else {
		k.amount = c.rule(amount, r.name, v)
		if k.amount != nil && k.amount.scale == 0 {
			k.amount.scale = r.scale
		}
	}
	if keys[1] != "" {
		v := o.get(keys[1])
		if v == nil {
			c.add(o.get("calc"), "missing_key", keys[1])
			return
		}
		f := record.Field{Name: keys[1], Type: record.TypeDecimal}
		if x, why := parseDecimal(v.Value); v.Kind == yaml.ScalarNode && why == "" {
			if t := v.Value; k.op == "vat_net" && (x.Sign() < 0 || x.IntPart() >= 1) {
				c.add(v, "bad_calc", "rate "+t)
			}
			t := v.Value
			k.factor = &rule{field: f, name: r.name, constant: &t, elseField: -1}
		} else {
			k.factor = c.rule(f, r.name, v)
		}
		if k.factor == nil {
			return
		}
	}
	if k.amount == nil {
		return
	}
	r.form, r.calc = fromCalc, k
}
