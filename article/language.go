package article

import (
	"strings"
	"unicode"
)

// LanguageError says that an article is in a language that was not asked for.
type LanguageError struct{ Got, Want string }

func (e *LanguageError) Error() string { return "language is " + e.Got + ", not " + e.Want }

// functionWords are the words that hold the sentences of a language together: a third of any English prose, and next
// to nothing of another language's. They decide better than letter statistics on the names that news is full of, and
// they decide the same way each time.
var functionWords = map[string]string{
	"en": `the of and to in that is was for it with as his on be at by had not are but from or have an they which you were
		her all she there would their we him been has when who will more if out so said what up its about into than them can
		only other new some could time these two may then do first any my now such like our over me even after also this he a
		i no how before under against between says while during because`,
	"fr": `le la les des et en un une du est que qui dans pour au sur pas par plus ce il ne se avec sont son cette aux été ont mais leur ses comme après`,
	"de": `der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über`,
	"es": `el la de que y en los del se las por un para con una su al lo como más pero sus le ya fue este ha sí porque esta entre cuando muy sin sobre también`,
	"it": `il di che e la in un per è una sono non con si da del le dei al della nel alla più anche ha ma gli dal come lo sul delle su questo dopo`,
	"pt": `o de que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já eu também só pelo pela foi`,
	"nl": `de het een van en in is dat op te zijn met voor niet aan er om ook als maar bij door naar over dan nog worden werd wordt uit deze heeft hij ze`,
	"sv": `och att det som en på är av för med den till inte om ett har de i sig men var från han vi så kan när nu hade efter också`,
	"da": `og at det en til er som på de med af for ikke den har et der var han vi fra kan efter også men om blev sig ud`,
	"no": `og at det en til er som på de med av for ikke den har et han var vi fra kan etter også men om ble seg ut ved`,
	"fi": `ja on ei se että hän oli mutta kun ovat myös joka tai niin kuin ole sen mukaan vuoden jo sekä nyt`,
	"pl": `i w na się z do nie że to jest o jak za od po przez był ale tym co dla oraz są tego jego także`,
	"cs": `a v se na je že o s z do to ve i za by po k pro jsou ale jako podle také jeho který od bylo už`,
	"tr": `ve bir bu da de için ile olarak çok daha olan ne gibi sonra kadar ise ancak en ya değil olduğunu dedi`,
	"ro": `și de în a la cu pe că nu o din un este pentru care sunt mai au fost fi ce prin după dar`,
	"hu": `a az és hogy nem is egy ez meg volt de csak már van mint el még ha ki lesz szerint`,
	"id": `yang dan di dengan untuk dari dalam ini itu tidak pada akan juga oleh ke karena telah ada mereka bahwa sebagai`,
	"vi": `và của là các có cho trong không được những một người với này đã để khi tại từ về`,
}

// wordLanguages gives the languages of each function word.
var wordLanguages = func() map[string][]string {
	m := map[string][]string{}
	for _, lang := range languageOrder {
		for w := range strings.FieldsSeq(functionWords[lang]) {
			m[w] = append(m[w], lang)
		}
	}
	return m
}()

// languageOrder breaks ties.
var languageOrder = []string{"en", "es", "fr", "de", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "tr", "ro", "hu", "id", "vi"}

// checkLanguage is the language of text. Declared is what the source says, which many sites get wrong, so that the
// words decide where there are enough of them. It is an error where want is not "any" and text is in another one.
func checkLanguage(text, declared, want string) (string, error) {
	if want == "" {
		want = "en"
	}
	got := detect(text)
	if got == "" {
		got = strings.ToLower(strings.TrimSpace(declared))
		got, _, _ = strings.Cut(strings.ReplaceAll(got, "_", "-"), "-")
		if len(got) != 2 || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz") != "" {
			got = "en"
		}
	}
	if want != "any" && got != want {
		return "", &LanguageError{Got: got, Want: want}
	}
	return got, nil
}

// detect is the language of text, or empty where there is too little to tell.
func detect(text string) string {
	if len(text) > 1<<14 {
		text = text[:1<<14]
	}
	words := 0
	hits := map[string]int{}
	for w := range strings.FieldsSeq(text) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		if w == "" {
			continue
		}
		words++
		for _, lang := range wordLanguages[strings.ToLower(w)] {
			hits[lang]++
		}
	}
	if lang := detectScript(text); lang != "" {
		return lang
	}
	best, most := "", 0
	for _, lang := range languageOrder {
		if hits[lang] > most {
			best, most = lang, hits[lang]
		}
	}
	// Lists of names and results have few words of any language; these keep the benefit of the doubt.
	if words < 8 || most < 5 || most*6 < words {
		return ""
	}
	return best
}

// scripts give away a language, or the chief one that uses them.
var scripts = []struct {
	table *unicode.RangeTable
	lang  string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Han, "zh"}, {unicode.Hangul, "ko"}, {unicode.Cyrillic, "ru"}, {unicode.Arabic, "ar"},
	{unicode.Hebrew, "he"}, {unicode.Greek, "el"}, {unicode.Devanagari, "hi"}, {unicode.Bengali, "bn"}, {unicode.Thai, "th"},
	{unicode.Tamil, "ta"}, {unicode.Telugu, "te"}, {unicode.Georgian, "ka"}, {unicode.Armenian, "hy"}, {unicode.Ethiopic, "am"},
	{unicode.Khmer, "km"}, {unicode.Myanmar, "my"}, {unicode.Sinhala, "si"}, {unicode.Gujarati, "gu"}, {unicode.Gurmukhi, "pa"},
	{unicode.Kannada, "kn"}, {unicode.Malayalam, "ml"}, {unicode.Lao, "lo"},
}

// detectScript is the language whose script most letters of text are in, or empty where that is the Latin one or
// there are fewer than ten letters.
func detectScript(text string) string {
	letters, latin := 0, 0
	var count [32]int
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r < 0x250 {
			latin++
			continue
		}
		for i, s := range scripts {
			if unicode.Is(s.table, r) {
				count[i]++
				break
			}
		}
	}
	if letters < 10 || latin*2 >= letters {
		return ""
	}
	best := 0
	for i := range scripts {
		if count[i] > count[best] {
			best = i
		}
	}
	if count[best] == 0 {
		return ""
	}
	// Any kana at all means Japanese, which is written with more Han characters than Chinese has kana.
	if scripts[best].lang == "zh" && (count[0]+count[1])*20 > letters {
		return "ja"
	}
	return scripts[best].lang
}
