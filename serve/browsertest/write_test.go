package browsertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// fill sets fields of the page by their labels.
func fill(label, text string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const of = [...document.querySelectorAll('label')].find(l => l.querySelector('.name')?.textContent === %q);
		const field = of.querySelector('input, textarea');
		field.value = %q;
		field.dispatchEvent(new Event('input', {bubbles: true}));
	})()`, label, text))
}

// pressButton clicks the button with a text within an element.
func pressButton(within, text string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`[...document.querySelectorAll(%q)].find(e => e.textContent.trim() === %q).click()`, within+" button", text))
}

// claimsOf is how many claims there are about an entity.
func claimsOf(t *testing.T, ctx context.Context, entity string) int {
	t.Helper()
	n, err := chromedp.Run(ctx, chromedp.Evaluate[int](fmt.Sprintf(
		`fetch('/api/kg/v1/entity?id=%s').then(r => r.json()).then(e => e.asSubject + e.asObject)`, entity), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", entity, err)
	}
	return n
}

// Where writing is allowed an article is pasted, its claims lead to their sentences, and who is who can be decided and
// taken back.
func TestExplorerWrites(t *testing.T) {
	needPage(t)
	addr, stop, err := start(map[string]string{
		"a.txt": "Ada Quill met Otto Brandt in Lisbon on Monday.\n",
		"c.txt": "Ada Quill praised Otto Brandt in Madrid.\n",
		"b.txt": "Ada Quill-Moreau met Rosa Lindt in Porto on Friday.\n",
	}, "--write")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	ctx := browser(t, addr, 1280, 820, withWebGL...)

	do(t, ctx, chromedp.Navigate(addr+"/"))
	eventually(t, ctx, `[...document.querySelectorAll('nav.main a')].some(e => e.textContent === 'Add')`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('nav.main a')].find(e => e.textContent === 'Add').click()`))
	eventually(t, ctx, `document.querySelector('.loadform textarea')`)
	do(t, ctx, fill("Text of the article", "Rosa Lindt met Karl Lund in Oslo. <b onclick=window.hacked=1>Lund</b> denied that he had met Otto Brandt."),
		fill("Headline", "Talks in Oslo"), fill("Published", "2020-05-06"), pressButton(".loadform", "Read"))
	eventually(t, ctx, `document.querySelector('.progress')?.textContent.includes('1 article, ')`)
	eventually(t, ctx, `[...document.querySelectorAll('.found .claim')].some(e => e.querySelector('.triple').textContent.includes('Karl Lund') && e.querySelector('mark').textContent.includes('Rosa Lindt met Karl Lund'))`)
	shot(t, ctx, "explorer-load")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('.found .claim')].find(e => e.textContent.includes('Rosa Lindt met')).querySelector('footer a').click()`))
	eventually(t, ctx, `document.querySelector('.text mark.chosen')?.textContent.includes('Rosa Lindt met Karl Lund')`)
	if got := value[string](t, ctx, `String(window.hacked) + document.querySelectorAll('main b[onclick]').length`); got != "undefined0" {
		t.Errorf("the article did something: %s", got)
	}

	// The search field finds the sentence at once.
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('.top .combobox input').focus()`))
	press(t, ctx, "denied that he")
	eventually(t, ctx, `document.querySelector('.top [role=group] [role=option] b')?.textContent === 'denied that he'`)
	do(t, ctx, chromedp.Navigate(addr+"/?find=denied+that+he"))
	eventually(t, ctx, `document.querySelector('.sentences a')?.textContent.includes('denied that he had met')`)

	// Two names are one person.
	do(t, ctx, chromedp.Navigate(addr+"/?e=Ada_Quill&node=Ada_Quill"))
	eventually(t, ctx, `document.querySelector('.edit button')`)
	before := claimsOf(t, ctx, "Ada_Quill")
	do(t, ctx, pressButton(".edit", "Merge …"))
	eventually(t, ctx, `document.querySelector('dialog[open] .combobox input') === document.activeElement`)
	press(t, ctx, "moreau")
	eventually(t, ctx, `document.querySelector('dialog [role=option] .name')?.textContent === 'Ada Quill-Moreau'`)
	press(t, ctx, "\r")
	eventually(t, ctx, `document.querySelectorAll('dialog .who').length === 2 && document.querySelector('dialog .both p').textContent.includes('Ada Quill-Moreau becomes a name of Ada Quill')`)
	shot(t, ctx, "explorer-merge")
	do(t, ctx, pressButton("dialog", "Merge"))
	eventually(t, ctx, `!document.querySelector('dialog') && document.querySelector('.panel dl')?.textContent.includes('Ada Quill-Moreau')`)
	eventually(t, ctx, `document.querySelector('.panel .links')?.textContent.includes('Rosa Lindt')`)
	if after := claimsOf(t, ctx, "Ada_Quill"); after <= before {
		t.Errorf("%d claims after the merge, %d before it", after, before)
	}

	// It is taken back.
	do(t, ctx, pressButton(".edit", "Decisions …"))
	eventually(t, ctx, `document.querySelector('.decisions li')?.textContent.includes('Ada Quill-Moreau is Ada Quill')`)
	do(t, ctx, pressButton(".decisions", "Undo"))
	eventually(t, ctx, `!document.querySelector('dialog') && document.querySelector('.panel .links') && !document.querySelector('.panel .links').textContent.includes('Rosa Lindt')`)
	if after := claimsOf(t, ctx, "Ada_Quill"); after != before {
		t.Errorf("%d claims after it was taken back, %d before", after, before)
	}

	// One entity is two.
	do(t, ctx, pressButton(".edit", "Split …"))
	eventually(t, ctx, `document.querySelector('.mention input')`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`(document.querySelector('.mention input').click(), document.querySelector('dialog .combobox input').focus())`))
	press(t, ctx, "Ada Quill the younger")
	shot(t, ctx, "explorer-split")
	do(t, ctx, pressButton("dialog", "Split"))
	eventually(t, ctx, `!document.querySelector('dialog')`)
	eventually(t, ctx, `document.querySelector('.toast')?.textContent.includes('revised')`)
	if after := claimsOf(t, ctx, "Ada_Quill_the_younger"); after == 0 {
		t.Errorf("the split made no entity")
	}
}

// Where writing is not allowed nothing of it is offered, nor done.
func TestExplorerOnlyReads(t *testing.T) {
	needPage(t)
	addr := serving(t, sharedSmall)
	ctx := browser(t, addr, 1280, 820, withWebGL...)
	do(t, ctx, chromedp.Navigate(addr+"/?e=Anna_Berg&node=Anna_Berg"))
	eventually(t, ctx, `document.querySelector('.panel h2')?.textContent === 'Anna Berg' && document.querySelector('.panel .also')`)
	if got := value[string](t, ctx, `document.querySelector('nav.main').textContent + document.querySelectorAll('.edit').length`); got != "QueriesPathsArticles0" {
		t.Errorf("offered: %s", got)
	}
	do(t, ctx, chromedp.Navigate(addr+"/?page=load"))
	eventually(t, ctx, `document.querySelector('.load, .page .notice')?.textContent.includes('only reads')`)
}
