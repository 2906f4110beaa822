package main

// Given names that are nearly always borne by one gender, in the languages that the news writes about.
const (
	maleNames = `aaron abbas abdallah abdul abdulla abdullah abel abraham adam adel adolf adrian ahmad ahmed akbar akira alan albert aldo
alejandro aleksandr alessandro alexander alexandre alexei alfonso alfred alfredo ali alistair allan allen alvaro amir anatoly anders andre
andreas andrei andrew andrzej angus anthony antoine anton antonio anwar archie ari arnold arthur arturo asif augusto austin avi ayman aziz
bashar basil ben benedict benjamin benito bernard bernie bill bob boris brad brendan brett brian bruce bruno bryan calvin carl carlo carlos
cedric cesar chad charles charlie chris christian christopher claude clement clive clifford colin conor craig cristiano cyril cyrus damian dan
daniel danny darren dave david davide dean dennis derek desmond diego dieter dimitri dirk dmitri dmitry dominic donald doug douglas duncan
dwight eamon ed eddie edgar edmund eduardo edward edwin ehud elias elijah elliott emil emilio emmanuel enrique eric erik ernest ernesto
erwin ethan eugene evan fabio farouk felipe felix ferdinand fernando fidel florian francesco francisco franco francois frank franklin franz
fred frederic frederick friedrich fritz gabriel gareth gary gavin gene geoffrey george georges gerald gerard gerhard gianni gilbert giorgio
giovanni giuseppe glenn gordon graham greg gregor gregory guido guillaume guillermo gunther gustav gustavo guy hamad hamid hans harold
harry harvey hasan hassan hector heinrich helmut henri henrik henry herbert herman hosni howard hubert hugh hugo hussein ian ibrahim ignacio
igor imran isaac ismail ivan ivor jack jackson jacob jacques jaime jake jakob jamal james jamie jan jared jason javier jay jeff jeffrey jeremy
jerome jerry jesse jesus jim jimmy joachim joaquin joe joel johan johann johannes john johnny jonathan jorge jose josef joseph joshua juan
julian julio julius jurgen justin kamal karl karim keith ken kenneth kevin khaled khalid khalil kim klaus konstantin kurt kyle lars laurent
lawrence lech lee leo leon leonard leonardo leonid leopold leslie lewis liam lionel lloyd louis luca lucas luigi luis lukas luke mahmoud
manfred manuel marc marcel marco marcos marcus mario marius mark marko martin marvin mathias matt matteo matthew maurice mauricio max
maximilian mehdi mehmet melvin michael michel mickey miguel mikhail mike mikael milan milos mitch mitt mohamed mohammad mohammed morris moshe
muammar muhammad murray mustafa nasser nathan nathaniel neil nelson nicholas nick nicolas nicolae nigel nikita nikola nikolai norman nouri
oleg oliver olivier omar oscar osama otto owen pablo paolo pascal patrick paul paulo pavel pedro percy pervez pete peter petr philip philippe
phil pierre pieter piotr prakash qasim rafael rafiq rahul raj rajiv ralph ramon randolph randy raul ray raymond recep reginald reinhard rene
reza ricardo richard rick rob robert roberto rodney rodrigo roger roland rolf roman ronald ron rory ross roy rudolf rudolph rudy rupert
russell ryan saddam saeed salim salman salvador sam sami samuel saul scott sean sebastian sergei sergey sergio seth shaun shimon shinzo
sidney silvio simon slobodan spencer stanislav stanley stefan stephane stephen steve steven stuart sven ted terence terry theodore thomas
tim timothy todd tom tomas tommy tony trevor tyler umberto vaclav valentin vernon victor viktor vince vincent vincenzo vladimir
vojislav walter warren wayne werner wilhelm will willem william willy winston wolfgang woodrow yasser yitzhak yoshihiko yousef yuri yusuf
yves zachary zine`
	femaleNames = `abigail ada adele adriana agatha agnes aisha alberta alexandra alexandria alice alicia alison allison alma amalia amanda
amelia amina amy ana anastasia andrea angela angelina anita ann anna anne annette annie antonia april arlene asma astrid audrey aung ava
barbara beatrice beatrix becky belinda benazir bernadette bertha beth bethany betsy betty beverly bianca brenda bridget brigitte brittany
camilla carla carmen carol carole caroline carolyn carrie catherine cathy cecilia celia celine charlotte chelsea cheryl chloe christina
christine cindy claire clara claudia colleen condoleezza constance consuelo cora corazon cordelia cristina crystal cynthia daisy dana
daniela danielle daphne dawn deborah debra delia denise diana diane dilma dolores donna dora doreen doris dorothea dorothy edith edna
eileen elaine eleanor elena elisa elisabeth elise eliza elizabeth ella ellen elsa elsie emily emma erica erika erin esther ethel eugenia eva
evangeline eve evelyn faith farah fatima federica fiona flora florence frances francesca francine frieda gabriela gabrielle gail georgia
georgina geraldine gertrude gillian gina ginger giulia gladys glenda gloria golda grace greta gretchen guadalupe gwen gwendolyn
hannah harriet hazel heather heidi helen helena helene helga henrietta hilary hilda hillary holly hope ida imelda indira ines inga ingrid
irene irina iris irma isabel isabella isabelle ivana ivy jackie jacqueline jane janet janice jasmine jean jeanette jeanne jennifer jenny jessica
jill joan joanna joanne jocelyn josephine joy joyce juana juanita judith judy julia juliana julie juliet june justine karen karin kate
katharina katharine katherine kathleen kathryn kathy katie katrina kayla keiko kelly kimberly kirsten kristen kristin kristina lara laura lauren
laurie leah leila lena leslie leticia liliana lillian lily linda lisa liz liza lois lola lorena lorraine louisa louise lucia lucille lucinda lucy
luisa lydia lynn mabel madeleine madeline magdalena malala mandy marcia margaret margarita margot maria mariam mariana marianne marie marilyn
marina marjorie marlene marsha martha martina mary matilda maud maureen maxine maya megan meghan melanie melinda melissa mercedes meredith mia
michelle mildred millicent mindy miranda miriam moira molly mona monica monika muriel myra myrtle nadia nadine nancy naomi natalia natalie
natasha nellie nicola nicole nina nora norma octavia olga olive olivia olympia ophelia pamela park patricia patty paula pauline pearl
peggy penelope phoebe phyllis pilar polly priscilla rachel ramona rebecca regina renee rhonda rita roberta rosa rosalie rosalind rosalyn
rosanna rose rosemary roxanne ruby ruth sabrina sadie sally samantha sandra sara sarah selena selma serena shannon sharon sheila shelley sherry
shirley silvia simone sofia sonia sophia sophie stacy stella stephanie sue susan susana susanna susanne suzanne svetlana sybil sylvia
tamara tania tanya tara tatiana teresa thelma theresa tiffany tina tracy ursula valentina valerie vanessa vera veronica vicky victoria
viola violet virginia vivian wanda wendy whitney wilhelmina wilma winifred xenia yolanda yoko yulia yvette yvonne zainab zelda zoe`
)
